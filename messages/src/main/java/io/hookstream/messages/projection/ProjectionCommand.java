package io.hookstream.messages.projection;

/** What an administrator can ask of a projection. */
public sealed interface ProjectionCommand {

    /** Wipes the projection's read models and builds them again from the log. Returns once the rebuilding has begun. */
    record ResetProjection(String name) implements ProjectionCommand {}
}
