package io.hookstream.messages.destination;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about destinations. */
public sealed interface DestinationQuery {

    /** Answers a {@link DestinationView} or null. A deleted one is answered too, so that a reader can wait for that. */
    record FindDestination(String id, Tenant tenant) implements DestinationQuery {}

    /** Answers {@link Destinations}. */
    record ListDestinations(Tenant tenant, PageRequest page) implements DestinationQuery {}

    record Destinations(
            List<DestinationView> destinations, @Nullable String next) {}

    /**
     * Answers {@link DestinationTest}, within the destination's timeout: what is in the query is sent there now, past its
     * lane. Nothing of it is stored or counted.
     *
     * @param settings of this version, as whoever asks sees them
     * @param payload a JSON value
     */
    record TestDestination(String id, Tenant tenant, DestinationSettings settings, long version, String payload)
            implements DestinationQuery {}

    /** @param result null if nothing was sent, because as many tests as may be are running already */
    record DestinationTest(@Nullable TestResult result) {}

    /**
     * @param statusCode null if there was no answer, or one of a protocol without
     * @param latencyMs from the start of the attempt to its end
     * @param body the beginning of the answer; null if there was none
     * @param reason the error type and one sentence; null on success
     */
    record TestResult(
            boolean success,
            @Nullable Integer statusCode,
            long latencyMs,
            @Nullable String body,
            @Nullable String reason) {}
}
