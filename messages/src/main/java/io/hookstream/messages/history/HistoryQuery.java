package io.hookstream.messages.history;

import io.hookstream.messages.Tenant;
import java.time.Instant;

/** What can be asked about the past. */
public sealed interface HistoryQuery {

    /**
     * Answers a thing's view, by the type of answer that is asked for, as it was at that time; null if it was not there.
     * What is counted is not known of the past.
     */
    record FindAsOf(String id, Tenant tenant, Instant at) implements HistoryQuery {}
}
