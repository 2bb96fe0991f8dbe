package io.hookstream.messages.projection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about projections. */
public sealed interface ProjectionQuery {

    /** The projection of what users set up, such as sources and API keys. */
    String CONFIGURATION = "configuration";

    /** The projection of what comes in and goes out. */
    String EVENTS = "events";

    /** Answers {@link Projections}. */
    record ListProjections() implements ProjectionQuery {}

    record Projections(List<ProjectionStatus> projections) {}

    /**
     * A projection's {@link ProcessorStatus}, and what it could not handle.
     *
     * @param deadLetters how many domain events wait: those that it failed at, and the later ones of the same aggregates
     * @param oldestDeadLetter absent if there is none
     */
    record ProjectionStatus(
            String name,
            boolean running,
            int claimed,
            int segments,
            long lag,
            long position,
            boolean replaying,
            long deadLetters,
            @Nullable DeadLetterView oldestDeadLetter) {

        public static ProjectionStatus of(
                ProcessorStatus status, long deadLetters, @Nullable DeadLetterView oldestDeadLetter) {
            return new ProjectionStatus(
                    status.name(),
                    status.running(),
                    status.claimed(),
                    status.segments(),
                    status.lag(),
                    status.position(),
                    status.replaying(),
                    deadLetters,
                    oldestDeadLetter);
        }
    }

    /**
     * A domain event that a projection could not handle.
     *
     * @param event the domain event's name
     * @param cause why; absent if it only waits behind another
     * @param since when it was put aside, in ISO 8601
     */
    record DeadLetterView(
            String event, String aggregateId, @Nullable String cause, String since) {}

    /**
     * How far one processor has come.
     *
     * @param running whether it makes progress: its segments are claimed and none is in error
     * @param claimed how many of its segments this process works on
     * @param segments how many it has in all
     * @param lag how many domain events it has yet to see
     * @param position in the log up to which it has seen all domain events
     * @param replaying whether it is being built again
     */
    record ProcessorStatus(
            String name, boolean running, int claimed, int segments, long lag, long position, boolean replaying) {}
}
