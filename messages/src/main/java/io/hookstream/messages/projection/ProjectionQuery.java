package io.hookstream.messages.projection;

import java.util.List;

/** What can be asked about projections. */
public sealed interface ProjectionQuery {

    /** The projection of what users set up, such as sources and API keys. */
    String CONFIGURATION = "configuration";

    /** Answers {@link Projections}. */
    record ListProjections() implements ProjectionQuery {}

    record Projections(List<ProcessorStatus> projections) {}

    /**
     * How far one processor has come.
     *
     * @param running whether it makes progress: its segments are claimed and none is in error
     * @param claimed how many of its segments this process works on
     * @param segments how many it has in all
     * @param lag how many domain events it has yet to see
     * @param replaying whether it is being built again
     */
    record ProcessorStatus(String name, boolean running, int claimed, int segments, long lag, boolean replaying) {}
}
