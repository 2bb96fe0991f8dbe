package io.hookstream.query;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyEvent;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.replay.ReplayEvent;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.user.UserEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Domain events of one tenant, and two others that must not see them. */
public final class Samples {

    public static final Tenant TENANT = new Tenant("org_1", "env_1");

    /** Another organization. */
    public static final Tenant STRANGER = new Tenant("org_2", "env_2");

    /** Another environment of the same organization. */
    public static final Tenant SIBLING = new Tenant("org_1", "env_3");

    public static final PageRequest ALL = new PageRequest(null, 100);
    public static final String SOURCE = "src_1";
    public static final String DESTINATION = "dst_1";
    public static final String CONNECTION = "conn_1";
    public static final String EVENT = "evt_1";
    public static final DeliveryTarget TARGET = new DeliveryTarget("dlv_1", CONNECTION, DESTINATION);

    private Samples() {}

    static String aggregate(DomainEvent event) {
        return switch (event) {
            case OrganizationEvent organization -> organization.tenant().organizationId();
            case UserEvent user -> user.id();
            case ApiKeyEvent key -> key.id();
            case SourceEvent source -> source.id();
            case DestinationEvent destination -> destination.id();
            case ConnectionEvent connection -> connection.id();
            case InboundEventEvent inbound -> inbound.eventId();
            case CircuitEvent circuit -> circuit.id();
            case IssueEvent issue -> issue.id();
            case ReplayEvent replay -> replay.id();
            default -> throw new IllegalArgumentException("No projection handles " + event);
        };
    }

    public static SourceSettings source(String name) {
        return new SourceSettings(name, "slug", true);
    }

    public static SourceCreated sourceCreated(String id) {
        return new SourceCreated(id, TENANT, source("Name of " + id));
    }

    public static DestinationSettings destination(String name) {
        HttpConfig config = new HttpConfig("https://billing.example/hooks", "POST", Map.of(), 20);
        return new DestinationSettings(
                name, "slug", "http", config, true, 3, "fixed", List.of(10, 60), 8, null, null, null, null, null, null);
    }

    public static DestinationCreated destinationCreated(String id) {
        return new DestinationCreated(id, TENANT, destination("Name of " + id));
    }

    public static ConnectionSettings connection(String sourceId, String destinationId) {
        return new ConnectionSettings("Paid", sourceId, destinationId, List.of(), null, false, true);
    }

    public static ConnectionCreated connectionCreated(String id, String sourceId, String destinationId) {
        return new ConnectionCreated(id, TENANT, sourceId, destinationId, connection(sourceId, destinationId));
    }

    public static EventReceived received(String id) {
        return received(id, TENANT, SOURCE, "{}");
    }

    public static EventReceived received(String id, Tenant tenant, String sourceId, String payload) {
        ReceivedRequest request = new ReceivedRequest("POST", null, List.of(), null, "192.0.2.7");
        return new EventReceived(
                id, tenant, sourceId, request, Payload.inline(payload.getBytes(StandardCharsets.UTF_8)));
    }

    public static DeliveryRequested requested(String eventId, String destinationId) {
        return new DeliveryRequested(
                eventId, TENANT, SOURCE, new DeliveryTarget("dlv_" + eventId, CONNECTION, destinationId), null);
    }

    public static DeliverySucceeded succeeded(String eventId, String attemptId) {
        return succeeded(eventId, attemptId, TENANT, TARGET);
    }

    public static DeliverySucceeded succeeded(String eventId, String attemptId, Tenant tenant, DeliveryTarget target) {
        return new DeliverySucceeded(eventId, tenant, SOURCE, target, success(attemptId), "delivered");
    }

    public static DeliveryFailed failed(String eventId, String attemptId) {
        return new DeliveryFailed(
                eventId, TENANT, SOURCE, TARGET, failure(attemptId), "failed", 0, RetryPolicy.NONE, null);
    }

    public static DeliveryFailed failed(String eventId, String attemptId, String errorType) {
        return new DeliveryFailed(
                eventId, TENANT, SOURCE, TARGET, failure(attemptId, errorType), "failed", 0, RetryPolicy.NONE, null);
    }

    public static Attempt success(String id) {
        return new Attempt(
                id,
                1,
                true,
                200,
                null,
                null,
                Map.of(),
                Map.of(),
                "ok",
                42,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                null,
                null);
    }

    public static Attempt failure(String id) {
        return failure(id, "http_5xx");
    }

    private static Attempt failure(String id, String errorType) {
        return new Attempt(
                id,
                1,
                false,
                503,
                errorType,
                "The destination answered 503",
                Map.of(),
                Map.of(),
                null,
                42,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                null,
                null);
    }
}
