package io.hookstream.messages.projection;

/** What an administrator can ask of a projection. */
public sealed interface ProjectionCommand {

    /** Wipes the projection's read models and builds them again from the log. Returns once the rebuilding has begun. */
    record ResetProjection(String name) implements ProjectionCommand {}

    /**
     * Tries the projection's dead letters again, those that the answering process is in charge of. Answers {@link
     * DeadLettersRetried}.
     */
    record RetryDeadLetters(String name) implements ProjectionCommand {}

    /**
     * @param processed how many could be handled now
     * @param remaining how many the projection still has
     */
    record DeadLettersRetried(long processed, long remaining) {}
}
