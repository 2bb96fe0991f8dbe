package io.hookstream.messages.projection;

import java.util.List;

/** What can be asked about projections. */
public sealed interface ProjectionQuery {

    /** Answers {@link Projections}. */
    record ListProjections() implements ProjectionQuery {}

    record Projections(List<ProcessorStatus> projections) {}

    /**
     * How far one processor has come.
     *
     * @param running whether all of its segments are claimed by this process and none is in error
     * @param lag how many domain events it has yet to see
     * @param replaying whether it is being built again
     */
    record ProcessorStatus(String name, boolean running, long lag, boolean replaying) {}
}
