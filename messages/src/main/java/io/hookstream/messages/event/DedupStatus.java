package io.hookstream.messages.event;

/** What deduplication made of an event, as it is stored and shown. Null says that there was nothing to compare. */
public final class DedupStatus {

    /** No other event had its key within the window. */
    public static final String UNIQUE = "unique";

    /** Another had, so this one is kept and goes no further. */
    public static final String DUPLICATE = "duplicate";

    private DedupStatus() {}
}
