package io.hookstream.projections;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SlugEvent;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyEvent;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.replay.ReplayEvent;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.user.UserEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Domain events as the program stores them, of one tenant, with as little said as a test needs. */
public final class Samples {

    public static final Tenant TENANT = new Tenant("org_1", "env_1");
    public static final String SOURCE = "src_1";
    public static final String DESTINATION = "dst_1";
    public static final String CONNECTION = "conn_1";
    public static final String EVENT = "evt_1";

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
            case ReplayEvent replay -> replay.id();
            case SlugEvent slug -> slug.id();
            case IssueEvent issue -> issue.id();
            default -> throw new IllegalArgumentException("Not one of ours: " + event);
        };
    }

    public static SourceSettings source(String name) {
        return new SourceSettings(name, "slug", true);
    }

    public static DestinationSettings destination(String name) {
        Map<String, HeaderValue> headers = Map.of(
                "$X.Te$am.", new HeaderValue("billing", null),
                "Authorization", new HeaderValue(null, new Secret("v1.bm9uY2U.Y2lwaGVy", "cret")));
        HttpConfig config = new HttpConfig("https://billing.example/hooks", "POST", headers, 20);
        return new DestinationSettings(
                name, "slug", "http", config, true, 3, "fixed", List.of(10, 60), 8, null, null, null, null, null, null);
    }

    public static ConnectionSettings connection(String name, FilterRule... rules) {
        return new ConnectionSettings(name, SOURCE, DESTINATION, List.of(rules), null, false, true);
    }

    public static EventReceived received(String eventId) {
        return received(eventId, SOURCE, Payload.inline("{\"paid\":true}".getBytes(StandardCharsets.UTF_8)));
    }

    public static EventReceived received(String eventId, String sourceId, Payload payload) {
        List<Header> headers = List.of(new Header("$x.y", "a"), new Header("X-Trace", "b"), new Header("$x.y", "c"));
        return new EventReceived(
                eventId,
                TENANT,
                sourceId,
                new ReceivedRequest("POST", "live=1", headers, "application/json", "192.0.2.7"),
                payload);
    }

    public static EventRouted routed(String eventId) {
        return new EventRouted(eventId, TENANT, SOURCE, List.of(CONNECTION), List.of(), "processing");
    }

    public static DeliveryTarget target(String eventId) {
        return new DeliveryTarget("dlv_" + eventId, CONNECTION, DESTINATION);
    }

    public static DeliveryRequested requested(String eventId) {
        return new DeliveryRequested(eventId, TENANT, SOURCE, target(eventId), null);
    }

    public static DeliverySucceeded succeeded(String eventId, String attemptId) {
        return new DeliverySucceeded(eventId, TENANT, SOURCE, target(eventId), success(attemptId), "delivered");
    }

    public static DeliveryFailed failed(String eventId, String attemptId, String eventStatus) {
        return new DeliveryFailed(
                eventId, TENANT, SOURCE, target(eventId), failure(attemptId), eventStatus, 0, RetryPolicy.NONE, null);
    }

    public static Attempt success(String id) {
        Map<String, String> sent = Map.of("a.b$c", "1", "$set", "2", "", "3");
        return new Attempt(
                id,
                2,
                true,
                200,
                null,
                null,
                sent,
                Map.of("Server.", "nginx"),
                "o\0k",
                42,
                at("03:04:05.678Z"),
                null,
                null);
    }

    public static Attempt failure(String id) {
        return new Attempt(
                id,
                1,
                false,
                null,
                "timeout",
                "No answer",
                Map.of(),
                Map.of(),
                null,
                30_000,
                at("03:04:06Z"),
                null,
                null);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-01-02T" + time);
    }
}
