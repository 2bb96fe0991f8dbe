package io.hookstream.messages.circuit;

/** Where a circuit stands, as it is stored and shown. */
public final class CircuitState {

    /** Deliveries go on. */
    public static final String CLOSED = "closed";

    /** Deliveries wait for the cooldown. */
    public static final String OPEN = "open";

    /** One delivery is let through, and the others wait for what becomes of it. */
    public static final String HALF_OPEN = "half_open";

    private CircuitState() {}
}
