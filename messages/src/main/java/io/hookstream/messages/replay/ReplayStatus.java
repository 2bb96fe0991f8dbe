package io.hookstream.messages.replay;

/** Where a replay stands, as it is stored and shown. */
public final class ReplayStatus {

    public static final String RUNNING = "running";

    /** Each of its events was delivered, has failed or was skipped. */
    public static final String COMPLETED = "completed";

    private ReplayStatus() {}
}
