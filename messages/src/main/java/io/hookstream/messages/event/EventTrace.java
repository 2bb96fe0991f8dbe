package io.hookstream.messages.event;

import java.util.List;

/**
 * Every decision about one event, as the log has it: why it was, or was not, delivered.
 *
 * @param status one of {@link EventStatus}, after the last step
 * @param steps in the order of the log
 * @param truncated whether there are more steps than these
 */
public record EventTrace(String eventId, String status, List<TraceStep> steps, boolean truncated) {

    public static final int MAX_STEPS = 1000;
}
