package io.hookstream.query;

import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The same for each of three tenants, their ids taking turns, so that whoever walks through ids meets the others' too: 6
 * sources and 6 destinations, of which the last is deleted, a connection between each two, 120 events and 30
 * issues.
 */
final class ManyTenants {

    static final int EVENTS = 120;
    static final Instant START = Instant.parse("2026-01-02T00:00:00Z");
    static final Instant SNOOZED_UNTIL = START.plus(Duration.ofDays(1));
    private static final int ISSUES = 30;
    private static final List<Tenant> TENANTS = List.of(STRANGER, TENANT, SIBLING);
    private static final int ENDS = 6;
    private static final int EVENTS_AT_A_TIME = 10;
    private static final int SEGMENTS = 4;

    private ManyTenants() {}

    /** @param number of those that one tenant has, from 0 */
    static String id(String prefix, Tenant tenant, int number) {
        return "%s_%04d".formatted(prefix, number * TENANTS.size() + TENANTS.indexOf(tenant));
    }

    static String mine(String prefix, int number) {
        return id(prefix, TENANT, number);
    }

    static String hash(Tenant tenant) {
        return "hash of " + tenant.environmentId();
    }

    /** When the events were received that were among the first so many, in portions of 10. */
    static Instant receivedAt(int number) {
        return START.plus(Duration.ofMinutes(number / EVENTS_AT_A_TIME));
    }

    static void write(WrittenReadModels models) {
        TENANTS.forEach(tenant -> models.write(settings(tenant).toArray(DomainEvent[]::new)));
        for (int from = 0; from < EVENTS; from += EVENTS_AT_A_TIME) {
            List<DomainEvent> portion = new ArrayList<>();
            for (int number = from; number < from + EVENTS_AT_A_TIME; number++) {
                for (Tenant tenant : TENANTS) {
                    portion.addAll(event(tenant, number));
                }
            }
            models.write(from % SEGMENTS, receivedAt(from), portion.toArray(DomainEvent[]::new));
        }
        for (int number = 0; number < ISSUES; number++) {
            for (Tenant tenant : TENANTS) {
                models.write(issue(tenant, number).toArray(DomainEvent[]::new));
            }
        }
    }

    /** Of three issues one is open, one is acknowledged and one is resolved; of four, one is snoozed unless resolved. */
    private static List<DomainEvent> issue(Tenant tenant, int number) {
        String id = id("iss", tenant, number);
        String destination = id("dst", tenant, number % (ENDS - 1));
        String type = "type_" + number;
        List<DomainEvent> events = new ArrayList<>();
        events.add(new IssueOpened(id, tenant, destination, type, "It failed"));
        if (number % 3 == 1) {
            events.add(new IssueAcknowledged(id, tenant, destination, type));
        }
        if (number % 4 == 3) {
            events.add(new IssueSnoozed(id, tenant, destination, type, SNOOZED_UNTIL));
        }
        if (number % 3 == 2) {
            events.add(new IssueResolved(id, tenant, destination, type, true));
        }
        return events;
    }

    private static List<DomainEvent> settings(Tenant tenant) {
        List<DomainEvent> events = new ArrayList<>();
        String owner = id("usr", tenant, 0);
        events.add(new UserSignedUp(owner, tenant, "owner@example.com", "Owner", null));
        events.add(new OrganizationCreated(tenant, "Organization", owner));
        events.add(new MemberJoined(tenant, owner, "owner", null));
        events.add(new ApiKeyCreated(
                id("ak", tenant, 0), tenant, new ApiKeySettings("ci", hash(tenant), "f00d", List.of("read"), null)));
        for (int i = 0; i < ENDS; i++) {
            events.add(new SourceCreated(id("src", tenant, i), tenant, Samples.source("Source " + i)));
            events.add(new DestinationCreated(id("dst", tenant, i), tenant, Samples.destination("Destination " + i)));
        }
        for (int i = 0; i < ENDS; i++) {
            String replay = id("rpl", tenant, i);
            events.add(new ReplayStarted(
                    replay,
                    tenant,
                    new ReplaySettings(
                            id("dst", tenant, 0), null, START, receivedAt(EVENTS), 10, EVENTS, ReplayConfig.NOW),
                    EVENTS));
            if (i % 2 == 0) {
                events.add(new ReplayCompleted(replay, tenant, EVENTS, EVENTS, 0, 0));
            }
        }
        int number = 0;
        for (int i = 0; i < ENDS; i++) {
            for (int k = 0; k < ENDS; k++) {
                String source = id("src", tenant, i);
                String destination = id("dst", tenant, k);
                String connection = id("conn", tenant, number++);
                events.add(new ConnectionCreated(
                        connection, tenant, source, destination, Samples.connection(source, destination)));
                if (i == ENDS - 1 || k == ENDS - 1) {
                    events.add(new ConnectionDeleted(connection, tenant, source, destination));
                }
            }
        }
        for (int i = 0; i < ENDS; i++) {
            String destination = id("dst", tenant, i);
            events.add(new CircuitOpened(CircuitCommand.id(destination), tenant, destination, 1, 5, 60));
        }
        events.add(new SourceDeleted(id("src", tenant, ENDS - 1), tenant));
        events.add(new DestinationDeleted(id("dst", tenant, ENDS - 1), tenant));
        return events;
    }

    /** Of three events one is delivered, one fails twice, and one is not routed. Of those that fail every other is dead. */
    private static List<DomainEvent> event(Tenant tenant, int number) {
        String id = id("evt", tenant, number);
        int source = number % (ENDS - 1);
        int destination = number / EVENTS_AT_A_TIME % (ENDS - 1);
        String sourceId = id("src", tenant, source);
        DeliveryTarget target = new DeliveryTarget(
                "dlv_" + id, id("conn", tenant, source * ENDS + destination), id("dst", tenant, destination));
        List<DomainEvent> events = new ArrayList<>();
        events.add(Samples.received(id, tenant, sourceId, "{\"number\": " + number + "}"));
        if (number % 3 > 0) {
            events.add(new DeliveryRequested(id, tenant, sourceId, target, null));
        }
        if (number % 3 == 1) {
            events.add(new DeliverySucceeded(
                    id,
                    tenant,
                    sourceId,
                    target,
                    Samples.success(id("da", tenant, 2 * number)),
                    EventStatus.DELIVERED));
        }
        if (number % 3 == 2) {
            events.add(new DeliveryFailed(
                    id,
                    tenant,
                    sourceId,
                    target,
                    Samples.failure(id("da", tenant, 2 * number)),
                    EventStatus.PROCESSING,
                    0,
                    RetryPolicy.NONE,
                    null));
            events.add(new DeliveryFailed(
                    id,
                    tenant,
                    sourceId,
                    target,
                    Samples.failure(id("da", tenant, 2 * number + 1)),
                    EventStatus.FAILED,
                    0,
                    RetryPolicy.NONE,
                    null));
        }
        if (number % 6 == 2) {
            events.add(new DeliveryDeadLettered(
                    id,
                    tenant,
                    sourceId,
                    target,
                    id("da", tenant, 2 * number + 1),
                    "http_5xx",
                    "No retries are left",
                    EventStatus.FAILED));
        }
        return events;
    }
}
