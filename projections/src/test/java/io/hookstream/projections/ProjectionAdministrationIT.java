package io.hookstream.projections;

import static io.hookstream.projections.Samples.CONNECTION;
import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.connection;
import static io.hookstream.projections.Samples.destination;
import static io.hookstream.projections.Samples.failed;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.source;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.organization.OrganizationEvent.InvitationWithdrawn;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.user.Identity;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.projections.apikey.ApiKeyProjection;
import io.hookstream.projections.audit.AuditDocument;
import io.hookstream.projections.circuit.CircuitDocument;
import io.hookstream.projections.connection.ConnectionProjection;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.event.HealthDocument;
import io.hookstream.projections.issue.IssueDocument;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.projections.organization.OrganizationProjection;
import io.hookstream.projections.replay.ReplayProjection;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.projections.user.UserProjection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every projection can be wiped, and is built again to the same content. */
class ProjectionAdministrationIT extends WithProjections {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> CONFIGURATION = List.of(
            SourceProjection.COLLECTION,
            DestinationProjection.COLLECTION,
            ConnectionProjection.COLLECTION,
            ApiKeyProjection.COLLECTION,
            OrganizationProjection.COLLECTION,
            UserProjection.COLLECTION,
            CircuitDocument.COLLECTION,
            ReplayProjection.COLLECTION,
            AuditDocument.COLLECTION);
    private static final List<String> EVENTS = List.of(
            EventDocument.COLLECTION,
            AttemptDocument.COLLECTION,
            Counters.COLLECTION,
            HealthDocument.COLLECTION,
            MetricDocument.COLLECTION);
    private static final List<String> ISSUES = List.of(IssueDocument.COLLECTION, "issue_episodes");

    private static final String CIRCUIT = CircuitCommand.id(DESTINATION);

    private static DomainEvent[] configuration() {
        return new DomainEvent[] {
            new OrganizationCreated(TENANT, "Acme", null),
            new UserSignedUp("usr_1", TENANT, "ada@example.com", "Ada", new Secret("v1.hash", "")),
            new MemberJoined(TENANT, "usr_1", "owner", null),
            new MemberInvited(TENANT, "inv_1", "eve@example.com", "viewer", "hash", Instant.EPOCH),
            new InvitationWithdrawn(TENANT, "inv_1"),
            new IdentityLinked("usr_1", TENANT, new Identity("github", "1"), false),
            new ApiKeyCreated(
                    "key_1", TENANT, new ApiKeySettings("ci", "hash", "f00d", List.of("read"), "hs_live_a1b2")),
            new ApiKeyCreated("key_2", TENANT, new ApiKeySettings("old", "hash2", "f00d", null, null)),
            new ApiKeyRevoked("key_2", TENANT),
            new SourceCreated(SOURCE, TENANT, source("Stripe")),
            new DestinationCreated(DESTINATION, TENANT, destination("Billing")),
            new SourceCreated("src_2", TENANT, source("Shop")),
            new SourceUpdated(SOURCE, TENANT, source("Stripe EU")),
            new ConnectionCreated(
                    CONNECTION,
                    TENANT,
                    SOURCE,
                    DESTINATION,
                    connection("Paid", FilterRule.compare("payload.a", "eq", Map.of("$gt", 1)))),
            new DestinationUpdated(DESTINATION, TENANT, destination("Billing EU")),
            new ConnectionCreated("conn_2", TENANT, SOURCE, DESTINATION, connection(null)),
            new ConnectionDeleted("conn_2", TENANT, SOURCE, DESTINATION),
            new SourceDeleted("src_2", TENANT),
            new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 1, 5, 60),
            new CircuitHalfOpened(CIRCUIT, TENANT, DESTINATION, 1),
            new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 2, 1, 60),
            new CircuitClosed(CIRCUIT, TENANT, DESTINATION, CircuitEvent.RESET),
            new ReplayStarted("rpl_1", TENANT, replay(), 30),
            new ReplayCompleted("rpl_1", TENANT, 30, 30, 0, 0)
        };
    }

    private static ReplaySettings replay() {
        return new ReplaySettings(
                DESTINATION, SOURCE, Instant.EPOCH, Instant.EPOCH.plusSeconds(1), 10, 1000, ReplayConfig.NOW);
    }

    private static DomainEvent[] events() {
        return IntStream.range(0, 30)
                .mapToObj(i -> "evt_" + i)
                .flatMap(id -> Stream.<DomainEvent>of(
                        received(id, "src_" + id.length(), Payload.inline(id.getBytes(StandardCharsets.UTF_8))),
                        routed(id),
                        requested(id),
                        failed(id, "da_1_" + id, EventStatus.PROCESSING),
                        id.endsWith("3") ? failed(id, "da_2_" + id, EventStatus.FAILED) : succeeded(id, "da_2_" + id)))
                .toArray(DomainEvent[]::new);
    }

    private void leaveBehind(String collection) {
        var documents = projections.database().getCollection(collection);
        documents.updateMany(
                new Document(), new Document("$set", new Document("position", 1_000_000L).append("status", "wrong")));
        documents.insertOne(new Document("_id", "left over"));
    }

    private void isRebuilt(String name, List<String> collections) {
        projections.project(configuration());
        projections.project(events());
        Map<String, Map<String, Document>> before = projections.readModels();
        assertThat(before)
                .containsOnlyKeys(Stream.of(CONFIGURATION, EVENTS, ISSUES)
                        .flatMap(List::stream)
                        .toList());
        assertThat(before.values()).noneMatch(Map::isEmpty);
        collections.forEach(this::leaveBehind);

        projections.reset(name);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(before));
        projections.awaitHead();
        assertThat(projections.readModels()).isEqualTo(before);
    }

    private ProjectionStatus status(String name) {
        return projections.status().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatUsersSetUpIsRebuiltToTheSameContent() {
        isRebuilt(ProjectionsConfiguration.CONFIGURATION, CONFIGURATION);
    }

    @Test
    void whatCameInAndWentOutIsRebuiltToTheSameContent() {
        isRebuilt(ProjectionsConfiguration.EVENTS, EVENTS);
    }

    @Test
    void whatWentWrongIsRebuiltToTheSameContent() {
        isRebuilt(ProjectionsConfiguration.ISSUES, ISSUES);
    }

    @Test
    void aProjectionGoesOnAfterItIsRebuiltAndCanBeRebuiltAgain() {
        isRebuilt(ProjectionsConfiguration.EVENTS, EVENTS);
        projections.project(received("evt_new"), routed("evt_new"));
        Map<String, Map<String, Document>> before = projections.readModels();
        assertThat(before.get(EventDocument.COLLECTION)).containsKey("evt_new").hasSize(31);
        projections.reset(ProjectionsConfiguration.EVENTS);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(before));
    }

    @Test
    void isRebuiltInSmallBatchesToTheSameContent() {
        projections.project(events());
        Map<String, Map<String, Document>> before = projections.readModels();
        reopen(1);
        projections.awaitHead();
        projections.reset(ProjectionsConfiguration.EVENTS);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(before));
    }

    @Test
    void saysOfEachProjectionHowFarItIs() {
        projections.project(events());
        long head = projections.head();
        assertThat(head).isPositive();
        assertThat(projections.status())
                .containsExactly(
                        new ProjectionStatus(
                                ProjectionsConfiguration.CONFIGURATION, true, 1, 1, 0, head, false, 0, null),
                        new ProjectionStatus(ProjectionsConfiguration.EVENTS, true, 4, 4, 0, head, false, 0, null),
                        new ProjectionStatus(ProjectionsConfiguration.ISSUES, true, 4, 4, 0, head, false, 0, null));
    }

    @Test
    void saysThatItIsReplayingOnlyUntilItIsRebuilt() {
        projections.project(events());
        reopen(1);
        projections.awaitHead();
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger batches = new AtomicInteger();
        projections.tokens().interrupt(unitOfWork -> {
            // A processor says nothing of a segment before its first batch is done.
            if (unitOfWork instanceof BatchingUnitOfWork && batches.incrementAndGet() > 50) {
                hold(held);
            }
        });
        projections.reset(ProjectionsConfiguration.EVENTS);
        await().atMost(PATIENCE)
                .until(() -> status(ProjectionsConfiguration.EVENTS).replaying());
        assertThat(status(ProjectionsConfiguration.EVENTS).lag()).isPositive();
        held.countDown();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(ProjectionsConfiguration.EVENTS))
                        .isEqualTo(new ProjectionStatus(
                                ProjectionsConfiguration.EVENTS, true, 4, 4, 0, projections.head(), false, 0, null)));
    }

    private static void hold(CountDownLatch held) {
        try {
            assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aResetThatFailsAfterItHasWipedCanBeRepeated() {
        projections.project(events());
        Map<String, Map<String, Document>> before = projections.readModels();
        projections.tokens().interrupt(reset -> {
            throw new IllegalStateException("The test has the reset end here");
        });
        assertThatThrownBy(() -> projections.reset(ProjectionsConfiguration.EVENTS))
                .hasMessageContaining("The test has the reset end here");
        assertThat(projections.documents(EventDocument.COLLECTION)).isEmpty();
        projections.tokens().leaveAlone();
        projections.reset(ProjectionsConfiguration.EVENTS);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(before));
    }

    @ParameterizedTest
    @ValueSource(strings = {"router", "lanes", "Events", ""})
    void refusesToRebuildWhatIsNoProjection(String name) {
        assertThatThrownBy(() -> projections.reset(name))
                .isInstanceOf(Refused.class)
                .hasMessage("Projection not found");
    }
}
