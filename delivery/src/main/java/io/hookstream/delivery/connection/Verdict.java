package io.hookstream.delivery.connection;

/** Whether a connection's filter lets an event through. */
public sealed interface Verdict {

    /** All rules match, or there are none. */
    record Matched() implements Verdict {}

    /**
     * The event does not go this way.
     *
     * @param reason one sentence that names the rule and the value that decided, such as
     *     {@code filter_rules[1]: payload.type eq "order.created" did not match; it is "order.paid"}
     */
    record Skipped(String reason) implements Verdict {}
}
