package io.hookstream.messages.event;

/** Where an event stands, as it is stored and shown. */
public final class EventStatus {

    /** Nothing matched, it is not routed yet, or it is a duplicate. */
    public static final String RECEIVED = "received";

    public static final String PROCESSING = "processing";

    /** All deliveries succeeded. */
    public static final String DELIVERED = "delivered";

    /** None is pending and at least one is dead or cancelled. */
    public static final String FAILED = "failed";

    private EventStatus() {}
}
