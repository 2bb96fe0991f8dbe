package io.hookstream.delivery.destination;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationConfig;

/**
 * The destination of an attempt.
 *
 * @param version of its settings; the configuration of one version never changes
 */
public record Target(String destinationId, Tenant tenant, long version, DestinationConfig config) {

    /** @throws ClassCastException if it is of another type: a sender is asked for its own only */
    public <C extends DestinationConfig> C config(Class<C> type) {
        return type.cast(config);
    }
}
