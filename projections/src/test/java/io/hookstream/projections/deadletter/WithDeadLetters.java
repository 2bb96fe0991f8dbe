package io.hookstream.projections.deadletter;

import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.WithProjections;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.metrics.MetricDocument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of dead letters have in common. */
abstract class WithDeadLetters extends WithProjections {

    static final String EVENTS = ProjectionsConfiguration.EVENTS;
    static final String CONFIGURATION = ProjectionsConfiguration.CONFIGURATION;

    /** In each segment is one of them, so that all have looked for letters. */
    static final String[] FIRST =
            IntStream.range(0, 30).mapToObj(i -> "evt_first_" + i).toArray(String[]::new);

    final Said said = new Said();

    @BeforeEach
    void listen() {
        said.listen();
    }

    @AfterEach
    void listenNoMore() {
        said.close();
    }

    static Predicate<DomainEvent> of(String eventId) {
        return event ->
                event instanceof InboundEventEvent inbound && inbound.eventId().equals(eventId);
    }

    static DomainEvent[] delivered(String... ids) {
        return Stream.of(ids)
                .flatMap(id ->
                        Stream.<DomainEvent>of(received(id), routed(id), requested(id), succeeded(id, "da_" + id)))
                .toArray(DomainEvent[]::new);
    }

    ProjectionStatus status(String projection) {
        return projections.status().stream()
                .filter(status -> status.name().equals(projection))
                .findFirst()
                .orElseThrow();
    }

    String statusOf(String eventId) {
        return projections.document(EventDocument.COLLECTION, eventId).getString(EventDocument.STATUS);
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        projections
                .documents(Counters.COLLECTION)
                .values()
                .forEach(counter ->
                        counts.merge(counter.getString(Counters.OF), counter.getLong(Counters.COUNT), Long::sum));
        return counts;
    }

    long letters() {
        return projections.database().getCollection(DeadLetterQueue.COLLECTION).countDocuments();
    }

    Map<String, List<Long>> metrics() {
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
    Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>(projections.readModels());
        content.put(Counters.COLLECTION, counts());
        content.put(MetricDocument.COLLECTION, metrics());
        return content;
    }

    void isAsAfterAReplay() {
        Map<String, Object> before = content();
        projections.reset(EVENTS);
        projections.reset(CONFIGURATION);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(content()).isEqualTo(before));
        projections.awaitHead();
        assertThat(content()).isEqualTo(before);
    }

    /** Once the processors have come past it. */
    void retry(String projection, long processed, long remaining) {
        assertThat(projections.retryDeadLetters(projection)).isEqualTo(new DeadLettersRetried(processed, remaining));
    }
}
