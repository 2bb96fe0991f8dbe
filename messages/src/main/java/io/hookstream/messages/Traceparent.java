package io.hookstream.messages;

import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * The span that something comes from, as W3C Trace Context writes it: version, trace id, span id and flags in hex. It
 * travels in the metadata of commands, domain events and deadlines, and only if somebody looks at it: without tracing, and
 * for requests that are not sampled, no message has one.
 */
public final class Traceparent {

    /** What metadata, headers and a request's context call it. */
    public static final String NAME = "traceparent";

    private static final int TRACE_ID = 3;
    private static final int TRACE_ID_END = TRACE_ID + 32;

    private Traceparent() {}

    public static @Nullable String of(Message<?> message) {
        return message.getMetaData().get(NAME) instanceof String parent ? parent : null;
    }

    /** The command as it is, or as a message that says what it comes from. */
    public static Object pass(Object command, @Nullable String parent) {
        return parent == null
                ? command
                : GenericCommandMessage.asCommandMessage(command).andMetaData(Map.of(NAME, parent));
    }

    /** Empty if it is not one. */
    public static String traceId(String parent) {
        return parent.length() < TRACE_ID_END ? "" : parent.substring(TRACE_ID, TRACE_ID_END);
    }
}
