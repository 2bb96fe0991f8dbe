package io.hookstream.messages;

import java.util.Map;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Whose request a command is. It travels in the command's metadata, and from there into that of the domain events that
 * follow at once, but no further: what comes of those by itself is nobody's doing.
 *
 * @param actor the id of an API key or a user
 * @param requestId as in {@code X-Request-Id}
 */
public record Origin(String actor, String requestId) {

    /** What the metadata of a command or domain event calls them. */
    public static final String ACTOR = "actor";

    public static final String REQUEST_ID = "request_id";

    public Map<String, String> metadata() {
        return Map.of(ACTOR, actor, REQUEST_ID, requestId);
    }

    /** For a command bus: has the command's domain events say whose they are. What nobody asked for costs a look. */
    public static Object passOn(UnitOfWork<? extends Message<?>> command, InterceptorChain chain) throws Exception {
        if (command.getMessage().getMetaData().containsKey(ACTOR)) {
            command.registerCorrelationDataProvider(message -> only(message.getMetaData()));
        }
        return chain.proceed();
    }

    private static MetaData only(MetaData all) {
        return all.subset(ACTOR, REQUEST_ID);
    }
}
