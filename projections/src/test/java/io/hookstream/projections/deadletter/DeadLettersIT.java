package io.hookstream.projections.deadletter;

import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.failed;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.source;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import ch.qos.logback.classic.Level;
import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionQuery.DeadLetterView;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.projections.source.SourceProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A domain event that a projection cannot handle holds up those of its own aggregate only, and none is lost. */
class DeadLettersIT extends WithProjections {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EVENTS = ProjectionsConfiguration.EVENTS;
    private static final String CONFIGURATION = ProjectionsConfiguration.CONFIGURATION;

    /** In each segment is one of them, so that all have looked for letters. */
    private static final String[] FIRST =
            IntStream.range(0, 30).mapToObj(i -> "evt_first_" + i).toArray(String[]::new);

    private final Said said = new Said();

    @BeforeEach
    void listen() {
        said.listen();
    }

    @AfterEach
    void listenNoMore() {
        said.close();
    }

    private static Predicate<DomainEvent> of(String eventId) {
        return event ->
                event instanceof InboundEventEvent inbound && inbound.eventId().equals(eventId);
    }

    private static DomainEvent[] delivered(String... ids) {
        return Stream.of(ids)
                .flatMap(id ->
                        Stream.<DomainEvent>of(received(id), routed(id), requested(id), succeeded(id, "da_" + id)))
                .toArray(DomainEvent[]::new);
    }

    private ProjectionStatus status(String projection) {
        return projections.status().stream()
                .filter(status -> status.name().equals(projection))
                .findFirst()
                .orElseThrow();
    }

    private String statusOf(String eventId) {
        return projections.document(EventDocument.COLLECTION, eventId).getString(EventDocument.STATUS);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        projections
                .documents(Counters.COLLECTION)
                .values()
                .forEach(counter ->
                        counts.merge(counter.getString(Counters.OF), counter.getLong(Counters.COUNT), Long::sum));
        return counts;
    }

    private long letters() {
        return projections.database().getCollection(DeadLetterQueue.COLLECTION).countDocuments();
    }

    private Map<String, List<Long>> metrics() {
        Map<String, List<Long>> metrics = new TreeMap<>();
        projections
                .documents(MetricDocument.COLLECTION)
                .forEach((id, bucket) -> metrics.put(
                        id,
                        List.of(
                                MetricDocument.count(bucket),
                                MetricDocument.failed(bucket),
                                MetricDocument.latencyMs(bucket))));
        return metrics;
    }

    /** What users see: of what is counted, the sums. */
    private Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>(projections.readModels());
        content.put(Counters.COLLECTION, counts());
        content.put(MetricDocument.COLLECTION, metrics());
        return content;
    }

    private void isAsAfterAReplay() {
        Map<String, Object> before = content();
        projections.reset(EVENTS);
        projections.reset(CONFIGURATION);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(content()).isEqualTo(before));
        projections.awaitHead();
        assertThat(content()).isEqualTo(before);
    }

    /** Once the processors have come past it. */
    private void retry(String projection, long processed, long remaining) {
        assertThat(projections.retryDeadLetters(projection)).isEqualTo(new DeadLettersRetried(processed, remaining));
    }

    @Test
    void theOthersAreProjectedAndTheLetterIsShown() {
        poison.at(of(EVENT), "It has a flaw");
        projections.project(delivered(EVENT, "evt_2", "evt_3"));
        assertThat(projections.documents(EventDocument.COLLECTION)).containsOnlyKeys("evt_2", "evt_3");
        assertThat(statusOf("evt_2")).isEqualTo(EventStatus.DELIVERED);
        assertThat(counts()).containsEntry(SOURCE, 2L);

        ProjectionStatus status = status(EVENTS);
        assertThat(status.running()).isTrue();
        assertThat(status.lag()).isZero();
        assertThat(status.deadLetters()).isEqualTo(4);
        DeadLetterView oldest = status.oldestDeadLetter();
        assertThat(oldest.event()).endsWith("EventReceived");
        assertThat(oldest.aggregateId()).isEqualTo(EVENT);
        assertThat(oldest.cause()).isEqualTo("java.lang.IllegalArgumentException: It has a flaw");
        assertThat(oldest.since()).matches("20..-..-..T.*Z");
        assertThat(status(CONFIGURATION).deadLetters()).isZero();
        assertThat(status(CONFIGURATION).oldestDeadLetter()).isNull();
    }

    @Test
    void aLetterThatFailsAgainStaysAndTheOthersWaitBehindIt() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT));
        int failures = poison.failures();
        poison.at(of(EVENT), "Another flaw");
        retry(EVENTS, 0, 4);
        retry(EVENTS, 0, 4);
        assertThat(said.at(Level.WARN))
                .as("once per letter and cause")
                .satisfiesExactly(
                        first -> assertThat(first).contains("EventReceived", "The test has this event fail"),
                        second -> assertThat(second).contains("EventReceived", "Another flaw"));
        assertThat(poison.failures()).isEqualTo(failures + 2);
        assertThat(status(EVENTS).oldestDeadLetter().cause()).endsWith("Another flaw");
        projections.project(failed(EVENT, "da_late", EventStatus.FAILED));
        assertThat(poison.failures()).as("is not tried out of turn").isEqualTo(failures + 2);
        assertThat(status(EVENTS).deadLetters()).isEqualTo(5);
    }

    @Test
    void afterTheRepairAllIsHandledInItsOrder() {
        poison.at(of(EVENT));
        projections.project(delivered("evt_0", EVENT, "evt_2"));
        projections.project(failed(EVENT, "da_late", EventStatus.FAILED));
        poison.repair();
        retry(EVENTS, 5, 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.FAILED);
        assertThat(counts()).containsEntry(SOURCE, 3L);
        assertThat(status(EVENTS).oldestDeadLetter()).isNull();
        projections.project(succeeded(EVENT, "da_last"));
        assertThat(statusOf(EVENT)).as("the next is handled at once").isEqualTo(EventStatus.DELIVERED);
        isAsAfterAReplay();
    }

    @Test
    void whatUsersSetUpIsKeptTheSameWay() {
        poison.at(event -> event instanceof SourceEvent source && source.id().equals(SOURCE));
        projections.project(
                new SourceCreated(SOURCE, TENANT, source("Stripe")),
                new SourceCreated("src_2", TENANT, source("Shop")),
                new SourceUpdated(SOURCE, TENANT, source("Stripe EU")));
        assertThat(projections.documents(SourceProjection.COLLECTION)).containsOnlyKeys("src_2");
        assertThat(status(CONFIGURATION).deadLetters()).isEqualTo(2);
        poison.repair();
        retry(CONFIGURATION, 2, 0);
        assertThat(projections.document(SourceProjection.COLLECTION, SOURCE).getString(ResourceDocument.NAME))
                .isEqualTo("Stripe EU");
        isAsAfterAReplay();
    }

    @Test
    void lettersOutliveTheProcessAndTheNextOneKeepsTheOrder() {
        poison.at(of(EVENT));
        projections.project(received(EVENT), received("evt_2"), routed(EVENT));
        reopen(BATCH);
        int failures = poison.failures();
        projections.project(requested(EVENT), succeeded(EVENT, "da_1"), routed("evt_2"), received("evt_3"));
        assertThat(poison.failures()).as("is not tried out of turn").isEqualTo(failures);
        assertThat(status(EVENTS).deadLetters()).isEqualTo(4);
        assertThat(statusOf("evt_2")).isEqualTo(EventStatus.PROCESSING);
        reopen(BATCH);
        projections.awaitHead();
        poison.repair();
        retry(EVENTS, 4, 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
        isAsAfterAReplay();
    }

    @Test
    void aCrashBetweenALetterAndItsTokenNeitherDoublesNorReordersAnything() {
        poison.at(event -> of(EVENT).test(event) && event instanceof EventRouted);
        AtomicInteger crashes = new AtomicInteger();
        projections.tokens().interrupt(batch -> {
            if (letters() > 0) {
                crashes.incrementAndGet();
                throw new IllegalStateException("The test has a batch end here");
            }
        });
        projections.append(delivered(EVENT, "evt_2"));
        await().atMost(PATIENCE).untilAtomic(crashes, greaterThan(2));
        assertThat(projections.retryDeadLetters(EVENTS).processed()).isZero();
        reopen(BATCH);
        projections.awaitHead();
        assertThat(status(EVENTS).deadLetters())
                .as("routed, requested, succeeded")
                .isEqualTo(3);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.RECEIVED);
        poison.repair();
        retry(EVENTS, 3, 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
        assertThat(counts()).containsEntry(SOURCE, 2L);
        isAsAfterAReplay();
    }

    @Test
    void aStoreThatDoesNotAnswerMakesNoLetters() {
        projections
                .store()
                .isDownFor(
                        EventDocument.COLLECTION,
                        AttemptDocument.COLLECTION,
                        Counters.COLLECTION,
                        SourceProjection.COLLECTION);
        projections.append(delivered(EVENT, "evt_2"));
        projections.append(new SourceCreated(SOURCE, TENANT, source("Stripe")));
        await().atMost(PATIENCE).until(() -> projections.store().refused() > 6);
        projections.store().isUp();
        assertThat(status(EVENTS).deadLetters()).isZero();
        assertThat(status(CONFIGURATION).deadLetters()).isZero();
        projections.awaitHead();
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
        assertThat(projections.documents(SourceProjection.COLLECTION)).containsOnlyKeys(SOURCE);
        assertThat(status(EVENTS).deadLetters()).isZero();
        assertThat(status(CONFIGURATION).deadLetters()).isZero();
        isAsAfterAReplay();
    }

    @Test
    void aLetterWhoseResultCannotBeWrittenStaysWithItsCause() {
        poison.at(of(EVENT), "It has a flaw");
        projections.project(delivered(EVENT));
        poison.repair();
        projections.store().isDownFor(EventDocument.COLLECTION);
        retry(EVENTS, 0, 4);
        assertThat(status(EVENTS).oldestDeadLetter().cause()).endsWith("It has a flaw");
        projections.store().isUp();
        retry(EVENTS, 4, 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
        isAsAfterAReplay();
    }

    @Test
    void aResetForgetsTheLettersAndMeetsTheirEventsAgain() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT, "evt_2"));
        Map<String, Object> before = content();
        projections.reset(EVENTS);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(content()).isEqualTo(before));
        projections.awaitHead();
        assertThat(status(EVENTS).deadLetters()).isEqualTo(4);
        poison.repair();
        retry(EVENTS, 4, 0);
        assertThat(counts()).containsEntry(SOURCE, 2L);
        projections.reset(EVENTS);
        projections.awaitHead();
        assertThat(status(EVENTS).deadLetters()).isZero();
    }

    @Test
    void goodEventsNeedNoQueryAboutLetters() {
        projections.project(delivered(FIRST));
        projections.commands().forget();
        projections.project(
                delivered(IntStream.range(0, 50).mapToObj(i -> "evt_good_" + i).toArray(String[]::new)));
        assertThat(projections.commands().to(DeadLetterQueue.COLLECTION)).isEmpty();
        assertThat(projections.commands().to(EventDocument.COLLECTION)).isNotEmpty();
    }

    @Test
    void goodEventsNeedNoQueryWhileThereAreLettersOfOthers() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT));
        reopen(BATCH);
        projections.project(delivered(FIRST));
        projections.commands().forget();
        projections.project(
                delivered(IntStream.range(0, 50).mapToObj(i -> "evt_good_" + i).toArray(String[]::new)));
        assertThat(projections.commands().to(DeadLetterQueue.COLLECTION)).isEmpty();
        assertThat(status(EVENTS).deadLetters()).isEqualTo(4);
    }

    @Test
    void lettersAreTriedAgainOnASchedule() {
        poison.at(of(EVENT));
        projections.project(delivered(EVENT));
        reopen(Duration.ofMillis(100));
        int failures = poison.failures();
        await().atMost(PATIENCE).until(() -> poison.failures() > failures + 2);
        poison.repair();
        await().atMost(PATIENCE).until(() -> status(EVENTS).deadLetters() == 0);
        assertThat(statusOf(EVENT)).isEqualTo(EventStatus.DELIVERED);
    }

    @Test
    void aFullQueueRefusesAndTheProcessorWaitsInsteadOfLosingEvents() {
        int events = DeadLetterQueue.MAX_SEQUENCES + 10;
        // Before its segments are claimed it is not said to run either.
        projections.awaitHead();
        poison.at(event -> event instanceof InboundEventEvent);
        projections.append(
                IntStream.range(0, events).mapToObj(i -> received("evt_" + i)).toArray(DomainEvent[]::new));
        await().atMost(PATIENCE).until(() -> !status(EVENTS).running());
        assertThat(status(EVENTS).deadLetters())
                .as("each segment may be at one more when the last place is taken")
                .isBetween(DeadLetterQueue.MAX_SEQUENCES / 2L, DeadLetterQueue.MAX_SEQUENCES + 4L);
        assertThat(said.at(Level.ERROR))
                .singleElement()
                .asString()
                .containsPattern("The projection events has dead letters of 5[0-9]{2} sequences");
        poison.repair();
        projections.awaitHead();
        await().atMost(PATIENCE)
                .until(() -> projections.retryDeadLetters(EVENTS).remaining() == 0);
        assertThat(projections.documents(EventDocument.COLLECTION)).hasSize(events);
        assertThat(counts()).containsEntry(SOURCE, (long) events);
    }

    @Test
    void whatIsNoProjectionHasNoLetters() {
        assertThatThrownBy(() -> projections.retryDeadLetters("router"))
                .isInstanceOf(Refused.class)
                .hasMessage("Projection not found");
    }

    @Test
    void theQueriesUseIndexes() {
        poison.at(event -> event instanceof InboundEventEvent);
        projections.project(delivered(FIRST));
        Document byProjection = new Document("processingGroup", EVENTS);
        for (Document find : new Document[] {
            new Document("find", DeadLetterQueue.COLLECTION)
                    .append("filter", byProjection)
                    .append("sort", new Document("_id", 1))
                    .append("limit", 1),
            new Document("find", DeadLetterQueue.COLLECTION)
                    .append("filter", new Document(byProjection).append("sequenceIdentifier", FIRST[0]))
                    .append("sort", new Document("index", -1))
                    .append("limit", 1)
        }) {
            assertThat(projections
                            .database()
                            .runCommand(new Document("explain", find).append("verbosity", "executionStats"))
                            .toJson())
                    .contains("IXSCAN")
                    .doesNotContain("COLLSCAN");
        }
    }
}
