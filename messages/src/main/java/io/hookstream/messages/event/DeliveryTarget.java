package io.hookstream.messages.event;

/** Where a delivery goes, and because of which connection. */
public record DeliveryTarget(String deliveryId, String connectionId, String destinationId) {}
