package io.hookstream.messages.destination;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import org.jspecify.annotations.Nullable;

/** @param deliveryCount how many deliveries it has been sent; null of a destination of the past */
public record DestinationView(
        String id,
        Tenant tenant,
        DestinationSettings settings,
        Revision revision,
        @Nullable Long deliveryCount) implements View {

    /** One of the present. */
    public DestinationView(
            String id, Tenant tenant, DestinationSettings settings, Revision revision, long deliveryCount) {
        this(id, tenant, settings, revision, Long.valueOf(deliveryCount));
    }
}
