package io.hookstream.messages.destination;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;

/** @param deliveryCount how many deliveries it has been sent */
public record DestinationView(
        String id, Tenant tenant, DestinationSettings settings, Revision revision, long deliveryCount)
        implements View {}
