package io.hookstream.projections.issue;

import static io.hookstream.projections.Samples.CONNECTION;
import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import io.hookstream.messages.issue.IssueView;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.RunningProjections;
import io.hookstream.projections.WithProjections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class IssueProjectionIT extends WithProjections {

    private static final String TYPE = "http_5xx";
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-02T00:00:00Z");

    private static DeliveryFailed failed(int attempt) {
        return failed(attempt, DESTINATION, TYPE);
    }

    private static DeliveryFailed failed(int attempt, String destination, String type) {
        return new DeliveryFailed(
                "evt_" + attempt,
                TENANT,
                SOURCE,
                target(attempt, destination),
                new Attempt(
                        "da_" + attempt,
                        1,
                        false,
                        500 + attempt % 4,
                        type,
                        "refused",
                        Map.of(),
                        Map.of(),
                        null,
                        5,
                        START.plusSeconds(attempt),
                        null,
                        null),
                "processing",
                0,
                RetryPolicy.NONE,
                null);
    }

    private static DeliveryTarget target(int attempt, String destination) {
        return new DeliveryTarget("dlv_" + attempt, CONNECTION, destination);
    }

    private static DeliveryDeadLettered dead(int attempt) {
        return new DeliveryDeadLettered(
                "evt_" + attempt,
                TENANT,
                SOURCE,
                target(attempt, DESTINATION),
                "da_" + attempt,
                TYPE,
                "No retries are left",
                "failed");
    }

    private static IssueOpened opened(int attempt) {
        return new IssueOpened("iss_" + attempt, TENANT, DESTINATION, TYPE, "It failed");
    }

    private static IssueResolved resolved(int attempt) {
        return new IssueResolved("iss_" + attempt, TENANT, DESTINATION, TYPE, true);
    }

    private static DomainEvent[] failures(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> failed(i)).toArray(DomainEvent[]::new);
    }

    private IssueView issue(String id) {
        return IssueDocument.view(projections.document(IssueDocument.COLLECTION, id), null);
    }

    private IssueView issue(int attempt) {
        return issue("iss_" + attempt);
    }

    private boolean isOpened(int attempt) {
        return projections.document(IssueDocument.COLLECTION, "iss_" + attempt).getBoolean(IssueDocument.OPENED);
    }

    @Test
    void countsWhatOccursForTheIssueThatTheFirstBegins() {
        projections.project(failed(2), failed(3), failed(1));
        assertThat(isOpened(2)).isFalse();
        projections.project(opened(2));
        assertThat(isOpened(2)).isTrue();
        IssueView issue = issue(2);
        assertThat(issue.tenant()).isEqualTo(TENANT);
        assertThat(issue.destinationId()).isEqualTo(DESTINATION);
        assertThat(issue.errorType()).isEqualTo(TYPE);
        assertThat(issue.message()).isEqualTo("Destination returned 501 Not Implemented");
        assertThat(issue.status()).isEqualTo("open");
        assertThat(issue.severity()).isEqualTo("warning");
        assertThat(issue.occurrenceCount()).isEqualTo(3);
        assertThat(issue.firstSeenAt()).isEqualTo(START.plusSeconds(1));
        assertThat(issue.lastSeenAt()).isEqualTo(START.plusSeconds(3));
        assertThat(issue.recentAttemptIds()).containsExactly("da_1", "da_3", "da_2");
        assertThat(issue.revision().version()).isZero();
        assertThat(projections.documents(IssueDocument.COLLECTION)).hasSize(1);
    }

    @Test
    void keepsTheLastTwentyAttempts() {
        projections.project(failures(1, 15));
        projections.project(failures(16, 30));
        assertThat(issue(1).recentAttemptIds())
                .isEqualTo(
                        IntStream.range(0, 20).mapToObj(i -> "da_" + (30 - i)).toList());
        assertThat(issue(1).occurrenceCount()).isEqualTo(30);
        assertThat(issue(1).severity()).isEqualTo("error");
    }

    @Test
    void eachKindAtEachDestinationHasItsOwn() {
        projections.project(
                failed(1),
                failed(2, DESTINATION, "timeout"),
                failed(3, "dst_2", TYPE),
                new CircuitOpened("circuit_dst_1", TENANT, DESTINATION, 1, 5, 60),
                failed(4));
        assertThat(projections.documents(IssueDocument.COLLECTION)).hasSize(4).containsKeys("iss_1", "iss_2", "iss_3");
        assertThat(issue(1).occurrenceCount()).isEqualTo(2);
        assertThat(issue(2).occurrenceCount()).isEqualTo(1);
        assertThat(projections.documents(IssueDocument.COLLECTION).values())
                .filteredOn(document -> "circuit_open".equals(document.getString("error_type")))
                .singleElement()
                .satisfies(circuit -> {
                    assertThat(circuit.getString("severity")).isEqualTo("critical");
                    assertThat(circuit.getString("message")).isEqualTo("The circuit opened after 5 failures in a row");
                    assertThat(circuit.getList("recent_attempt_ids", String.class))
                            .isEmpty();
                });
    }

    @Test
    void aDeadDeliveryMakesItAnErrorAlsoAfterItWasResolved() {
        projections.project(failed(1), opened(1), dead(1));
        assertThat(issue(1).deadCount()).isEqualTo(1);
        assertThat(issue(1).severity()).isEqualTo("error");
        projections.project(failed(2), resolved(1), dead(2));
        assertThat(issue(1).deadCount()).isEqualTo(2);
        assertThat(projections.documents(IssueDocument.COLLECTION)).hasSize(1);
    }

    @Test
    void whatOccursAfterItWasResolvedBelongsToTheNext() {
        projections.project(failed(1), opened(1), failed(2), resolved(1), failed(3), failed(4), opened(3));
        assertThat(issue(1).status()).isEqualTo("resolved");
        assertThat(issue(1).resolvedAt()).isNotNull();
        assertThat(issue(1).recentAttemptIds()).containsExactly("da_2", "da_1");
        assertThat(issue(3).status()).isEqualTo("open");
        assertThat(issue(3).recentAttemptIds()).containsExactly("da_4", "da_3");
    }

    @Test
    void whatIsReopenedGoesOn() {
        IssueReopened reopened = new IssueReopened("iss_1", TENANT, DESTINATION, TYPE);
        projections.project(failed(1), opened(1), resolved(1), reopened, failed(2));
        assertThat(issue(1).status()).isEqualTo("open");
        assertThat(issue(1).resolvedAt()).isNull();
        assertThat(issue(1).occurrenceCount()).isEqualTo(2);
    }

    @Test
    void theStatusIsWhatPeopleSay() {
        projections.project(failed(1), opened(1), new IssueAcknowledged("iss_1", TENANT, DESTINATION, TYPE), failed(2));
        assertThat(issue(1).status()).isEqualTo("acknowledged");
        assertThat(issue(1).acknowledgedAt()).isNotNull();
        assertThat(issue(1).occurrenceCount()).isEqualTo(2);
        projections.project(new IssueSnoozed("iss_1", TENANT, DESTINATION, TYPE, LATER));
        assertThat(issue(1).snoozedUntil()).isEqualTo(LATER);
        projections.project(new IssueUnsnoozed("iss_1", TENANT, DESTINATION, TYPE));
        assertThat(issue(1).snoozedUntil()).isNull();
        projections.project(new IssueSnoozed("iss_1", TENANT, DESTINATION, TYPE, LATER), resolved(1));
        assertThat(issue(1).snoozedUntil()).isNull();
        assertThat(issue(1).revision().version()).isEqualTo(5);
    }

    private static DomainEvent[] life() {
        List<DomainEvent> events = new ArrayList<>();
        for (int first = 1; first < 40; first += 4) {
            events.addAll(List.of(failures(first, first + 3)));
            events.addAll(List.of(opened(first), dead(first + 1), failed(1000 + first, "dst_2", TYPE)));
            if (first % 8 == 1) {
                events.add(resolved(first));
            } else {
                events.add(resolved(first - 4));
            }
        }
        return events.toArray(DomainEvent[]::new);
    }

    @Test
    void isRebuiltToTheSameContent() {
        projections.project(life());
        Map<String, Map<String, Document>> before = projections.readModels();
        assertThat(before.get(IssueDocument.COLLECTION)).hasSizeGreaterThan(5);
        projections.reset(ProjectionsConfiguration.ISSUES);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(before));
    }

    private void crashAfterWriting() {
        AtomicInteger crashes = new AtomicInteger();
        projections.tokens().interrupt(batch -> {
            crashes.incrementAndGet();
            throw new IllegalStateException("The test has a batch end here");
        });
        projections.append(life());
        await().atMost(PATIENCE).untilAtomic(crashes, greaterThan(8));
        await().atMost(PATIENCE)
                .until(() -> !projections.documents(IssueDocument.COLLECTION).isEmpty());
    }

    private void isAsAfterARebuild() {
        projections.awaitHead();
        Map<String, Map<String, Document>> actual = projections.readModels();
        projections.reset(ProjectionsConfiguration.ISSUES);
        projections.awaitHead();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(projections.readModels()).isEqualTo(actual));
    }

    @Test
    void whatIsHandledAgainInSmallerBatchesChangesNothing() {
        crashAfterWriting();
        reopen(3);
        isAsAfterARebuild();
    }

    @Test
    void whatWasWrittenInPartIsWrittenInFull() {
        crashAfterWriting();
        close();
        // As if the crash had come between the two writes of the first batch.
        try (EmbeddedDocumentStore store = EmbeddedDocumentStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoDatabase database = client.getDatabase(RunningProjections.DATABASE);
            database.getCollection(Episodes.COLLECTION).drop();
        }
        open();
        isAsAfterARebuild();
    }
}
