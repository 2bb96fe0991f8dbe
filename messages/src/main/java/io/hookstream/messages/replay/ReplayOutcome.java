package io.hookstream.messages.replay;

/** What became of one event of a replay, as it is stored. */
public final class ReplayOutcome {

    /** Each of its deliveries was. */
    public static final String SUCCEEDED = "succeeded";

    /** A delivery is dead or cancelled. */
    public static final String FAILED = "failed";

    /** No connection let it through. */
    public static final String SKIPPED = "skipped";

    private ReplayOutcome() {}
}
