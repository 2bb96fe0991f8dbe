package io.hookstream.messages;

import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.BodyFormat;
import io.hookstream.messages.destination.ClientCredentials;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DedupKeyEvent.DedupKeySeen;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentCreated;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentRenamed;
import io.hookstream.messages.organization.OrganizationEvent.InvitationWithdrawn;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.MemberRoleChanged;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationRenamed;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.VerificationSecret;
import io.hookstream.messages.user.Identity;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One instance of every domain event. Never change one: its golden file stands for what is in stores already. */
final class SampleEvents {

    private static final Tenant TENANT = new Tenant("org_0192f0c1", "env_0192f0c2");
    private static final String SOURCE = "src_0192f0c3";
    private static final String DESTINATION = "dst_0192f0c4";
    private static final String CONNECTION = "conn_0192f0c5";
    private static final String EVENT = "evt_0192f0c6";
    private static final String REPLAY = "rpl_0192f0cc";
    private static final DeliveryTarget TARGET = new DeliveryTarget("dlv_0192f0c7", CONNECTION, DESTINATION, REPLAY);
    private static final String CIRCUIT = "circuit_dst_0192f0c4";
    private static final String ISSUE = "iss_0192f0cb";
    private static final String USER = "usr_0192f0cf";
    private static final String SLUG = "source/env_0192f0c2/stripe";

    private static final SigningConfig SIGNING = new SigningConfig(
            new SigningSecret(new Secret("v1.bm9uY2U.bmV3", "new1"), List.of("sha256", "sha1")),
            "sha256",
            "X-hookstream-Signature",
            "{algorithm}=",
            true,
            "X-hookstream-Timestamp",
            new SigningSecret(new Secret("v1.bm9uY2U.b2xk", "old1"), List.of("sha256", "sha1")),
            Instant.parse("2026-02-03T04:05:06Z"));

    private static final SourceSettings GUARDED_SOURCE = new SourceSettings(
            "Stripe EU",
            "stripe-eu",
            false,
            "header_field",
            "X-GitHub-Delivery",
            600,
            "hmac_sha256",
            new VerificationSecret(new Secret("v1.bm9uY2U.bmV3", "new1"), List.of("text", "base64")),
            new VerificationSecret(new Secret("v1.bm9uY2U.b2xk", "old1"), List.of("text")),
            "X-Signature",
            120,
            "https://hooks.example/stripe",
            List.of("192.0.2.0/24", "2001:db8::/32"),
            List.of("192.0.2.7"),
            true,
            new JsonText("{\"type\":\"object\",\"properties\":{\"of\":{\"const\":null}}}"),
            "warn",
            202,
            "{\"ok\":true}",
            Map.of("X-Taken", "yes"));

    static final List<DomainEvent> ALL = List.of(
            new OrganizationCreated(TENANT, "Acme", USER),
            new OrganizationRenamed(TENANT, "Acme GmbH"),
            new EnvironmentCreated(TENANT, "Staging", "test"),
            new EnvironmentRenamed(TENANT, "Preview"),
            new MemberInvited(
                    TENANT,
                    "inv_0192f0ce",
                    "grace@example.com",
                    "member",
                    "9f86d081884c",
                    Instant.parse("2026-01-09T03:04:05Z")),
            new InvitationWithdrawn(TENANT, "inv_0192f0ce"),
            new MemberJoined(TENANT, USER, "member", "inv_0192f0ce"),
            new MemberRoleChanged(TENANT, USER, "admin"),
            new MemberLeft(TENANT, USER),
            new UserSignedUp(USER, TENANT, "ada@example.com", "Ada", new Secret("v1.bm9uY2U.aGFzaA", "aGFz")),
            new IdentityLinked(USER, TENANT, new Identity("github", "583231"), true),
            new ApiKeyCreated(
                    "key_0192f0c8",
                    TENANT,
                    new ApiKeySettings("ci", "9f86d081884c", "f00d", List.of("read", "ingest"), "hs_live_a1b2")),
            new ApiKeyRevoked("key_0192f0c8", TENANT),
            new SourceCreated(SOURCE, TENANT, new SourceSettings("Stripe", "stripe", true)),
            new SourceUpdated(SOURCE, TENANT, GUARDED_SOURCE),
            new SourceDeleted(SOURCE, TENANT),
            new DestinationCreated(DESTINATION, TENANT, destination("Billing", true, null)),
            new DestinationUpdated(DESTINATION, TENANT, destination("Billing EU", false, SIGNING)),
            new DestinationDeleted(DESTINATION, TENANT),
            new ConnectionCreated(CONNECTION, TENANT, SOURCE, DESTINATION, connection("Paid only", true)),
            new ConnectionUpdated(CONNECTION, TENANT, SOURCE, DESTINATION, connection("Paid EU", false)),
            new ConnectionDeleted(CONNECTION, TENANT, SOURCE, DESTINATION),
            new EventReceived(
                    EVENT,
                    TENANT,
                    SOURCE,
                    new ReceivedRequest(
                            "POST",
                            "live=1&v=2",
                            List.of(
                                    new ReceivedRequest.Header("Content-Type", "application/json"),
                                    new ReceivedRequest.Header("X-Trace", "a"),
                                    new ReceivedRequest.Header("X-Trace", "b")),
                            "application/json",
                            "192.0.2.7"),
                    Payload.inline("{\"paid\":true}".getBytes(StandardCharsets.UTF_8)),
                    "duplicate",
                    "evt_0192f0c0",
                    "schema_invalid"),
            new EventRouted(
                    EVENT,
                    TENANT,
                    SOURCE,
                    List.of(CONNECTION),
                    List.of(new Skipped("conn_0192f0c9", "payload.type is not order.paid", 3L)),
                    "processing"),
            new DeliveryRequested(EVENT, TENANT, SOURCE, TARGET, 2L),
            new DeliverySucceeded(EVENT, TENANT, SOURCE, TARGET, success(), "delivered"),
            new DeliveryFailed(
                    EVENT,
                    TENANT,
                    SOURCE,
                    TARGET,
                    failure(),
                    "processing",
                    1,
                    new RetryPolicy(3, "linear", List.of(10, 60), 0.5),
                    Instant.parse("2026-01-02T03:06:05Z")),
            new DeliveryRetryScheduled(
                    EVENT, TENANT, SOURCE, TARGET, "da_0192f0cb", 2, Instant.parse("2026-01-02T03:06:05Z")),
            new DeliveryRetryRequested(EVENT, TENANT, SOURCE, TARGET, "da_0192f0cb", 2, true, "processing"),
            new DeliveryRecovered(EVENT, TENANT, SOURCE, TARGET, 1),
            new DeliveryDeadLettered(
                    EVENT, TENANT, SOURCE, TARGET, "da_0192f0cb", "http_5xx", "No retries are left", "failed"),
            new DeliveryCancelled(EVENT, TENANT, SOURCE, TARGET, "The destination was deleted", "failed"),
            new ReplayRequested(EVENT, TENANT, SOURCE, REPLAY, DESTINATION, "then"),
            new EventReplayed(
                    EVENT,
                    TENANT,
                    SOURCE,
                    REPLAY,
                    List.of(new DeliveryTarget("dlv_0192f0cd", CONNECTION, DESTINATION, REPLAY, 2L)),
                    List.of(new Skipped("conn_0192f0c9", "the connection is disabled", 3L)),
                    "processing"),
            new EventReplayFinished(EVENT, TENANT, SOURCE, REPLAY, "succeeded"),
            new ReplayStarted(
                    REPLAY,
                    TENANT,
                    new ReplaySettings(
                            DESTINATION,
                            SOURCE,
                            Instant.parse("2026-03-01T00:00:00Z"),
                            Instant.parse("2026-03-01T12:00:00Z"),
                            20,
                            1000,
                            "then"),
                    342),
            new ReplayAdvanced(REPLAY, TENANT, 2, EVENT, 40, true),
            new ReplayCompleted(REPLAY, TENANT, 342, 339, 2, 1),
            new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 2, 5, 60),
            new CircuitHalfOpened(CIRCUIT, TENANT, DESTINATION, 2),
            new CircuitClosed(CIRCUIT, TENANT, DESTINATION, "probe_succeeded"),
            new DedupKeySeen("dedup/src_0192f0c3/9f86d081", TENANT, EVENT, Instant.parse("2026-01-02T03:04:05.678Z")),
            new IssueOpened(ISSUE, TENANT, DESTINATION, "http_5xx", "Destination returned 503 Service Unavailable"),
            new IssueAcknowledged(ISSUE, TENANT, DESTINATION, "http_5xx"),
            new IssueReopened(ISSUE, TENANT, DESTINATION, "http_5xx"),
            new IssueResolved(ISSUE, TENANT, DESTINATION, "http_5xx", true),
            new IssueSnoozed(ISSUE, TENANT, DESTINATION, "http_5xx", Instant.parse("2026-01-03T00:00:00Z")),
            new IssueUnsnoozed(ISSUE, TENANT, DESTINATION, "http_5xx"),
            new SlugEvent.SlugTaken(SLUG, TENANT, SOURCE),
            new SlugEvent.SlugReleased(SLUG, TENANT));

    private SampleEvents() {}

    private static DestinationSettings destination(String name, boolean enabled, SigningConfig signing) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put("X-Team", new HeaderValue("billing", null));
        headers.put("Authorization", new HeaderValue(null, new Secret("v1.bm9uY2U.Y2lwaGVy", "cret")));
        ClientCredentials auth = new ClientCredentials(
                "https://login.example/token",
                "hookstream",
                new Secret("v1.bm9uY2U.Y2xpZW50", "ient"),
                "deliver",
                "https://billing.example",
                "basic");
        BodyFormat alert = new BodyFormat.PagerDuty(new Secret("v1.bm9uY2U.a2V5", "-key"), "critical");
        String url = "https://billing.example/hooks?v=1";
        return new DestinationSettings(
                name,
                "billing",
                "http",
                signing == null
                        ? new HttpConfig(url, "PUT", headers, 20)
                        : new HttpConfig(url, "PUT", headers, 20, auth, alert),
                enabled,
                3,
                "fixed",
                List.of(10, 60, 600),
                8,
                0.25,
                50,
                true,
                3,
                120,
                signing);
    }

    private static ConnectionSettings connection(String name, boolean enabled) {
        FilterRule paid = FilterRule.compare("payload.type", "eq", "order.paid");
        FilterRule large =
                FilterRule.compare("payload.lines.0.amount", "gte", new BigDecimal("12345678901234567890.50"));
        FilterRule country = FilterRule.compare("headers.x-country", "in", List.of("DE", "FR", 49));
        FilterRule test = FilterRule.compare("query.test", "exists", true);
        return new ConnectionSettings(
                name,
                SOURCE,
                DESTINATION,
                List.of(
                        paid,
                        new FilterRule(null, null, null, List.of(large, country), null, null),
                        new FilterRule(
                                null,
                                null,
                                null,
                                null,
                                List.of(new FilterRule(null, null, null, null, null, test)),
                                null)),
                "{\"id\": data.id}",
                true,
                enabled);
    }

    private static Attempt success() {
        return new Attempt(
                "da_0192f0ca",
                2,
                true,
                200,
                null,
                null,
                Map.of("Content-Type", "application/json"),
                Map.of("Server", "nginx"),
                "ok",
                42,
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                4L,
                2L);
    }

    private static Attempt failure() {
        return new Attempt(
                "da_0192f0cb",
                1,
                false,
                503,
                "http_5xx",
                "The destination answered 503",
                Map.of("Content-Type", "application/json"),
                Map.of("Retry-After", "120"),
                "try later",
                30_000,
                Instant.parse("2026-01-02T03:04:05Z"),
                4L,
                2L);
    }
}
