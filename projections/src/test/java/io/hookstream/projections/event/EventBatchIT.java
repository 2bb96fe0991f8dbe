package io.hookstream.projections.event;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.failed;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.projections.metrics.MetricDocument;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one batch writes, with the events that make a batch chosen by the test. */
class EventBatchIT {

    @TempDir
    Path directory;

    private final Instant at = Instant.now();
    private EmbeddedDocumentStore store;
    private MongoClient client;
    private MongoDatabase database;
    private AnnotationEventHandlerAdapter projection;

    @BeforeEach
    void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
        database = client.getDatabase("test");
        projection = new AnnotationEventHandlerAdapter(new EventProjection(database, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    /** @param first the position of the first event in the log */
    private void batch(int segment, long first, InboundEventEvent... events) {
        List<EventMessage<?>> messages = new ArrayList<>();
        for (InboundEventEvent event : events) {
            long position = first + messages.size();
            messages.add(new GenericTrackedDomainEventMessage<>(
                    new GlobalSequenceTrackingToken(position),
                    new GenericDomainEventMessage<>(
                            "InboundEvent", event.eventId(), position, new GenericMessage<>(event), () -> at)));
        }
        BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(messages);
        batch.resources().put("Processor[events]/SegmentId", segment);
        assertThat(batch.executeWithResult(() -> projection.handle(batch.getMessage()))
                        .isExceptional())
                .isFalse();
    }

    private String status(String id) {
        Document event = database.getCollection(EventDocument.COLLECTION)
                .find(new Document("_id", id))
                .first();
        return event == null ? "absent" : event.getString(EventDocument.STATUS);
    }

    private Document counter(String of, int segment) {
        return database.getCollection(Counters.COLLECTION)
                .find(new Document("_id", of + "/" + segment))
                .first();
    }

    @Test
    void aWholeLifeInOneBatchEndsInItsLastStatus() {
        batch(
                0,
                1,
                received(EVENT),
                received("evt_2"),
                routed(EVENT),
                routed("evt_2"),
                requested(EVENT),
                failed(EVENT, "da_1", EventStatus.PROCESSING),
                failed("evt_2", "da_2", EventStatus.FAILED),
                succeeded(EVENT, "da_3"),
                received("evt_3"));
        assertThat(status(EVENT)).isEqualTo(EventStatus.DELIVERED);
        assertThat(status("evt_2")).isEqualTo(EventStatus.FAILED);
        assertThat(status("evt_3")).isEqualTo(EventStatus.RECEIVED);
        assertThat(database.getCollection(AttemptDocument.COLLECTION).countDocuments())
                .isEqualTo(3);
    }

    @Test
    void changesOfAnEarlierBatchsEventAreWrittenInTheirOrder() {
        batch(0, 1, received(EVENT));
        batch(0, 2, routed(EVENT), failed(EVENT, "da_1", EventStatus.FAILED));
        assertThat(status(EVENT)).isEqualTo(EventStatus.FAILED);
        batch(0, 4, routed(EVENT), succeeded(EVENT, "da_2"));
        assertThat(status(EVENT)).isEqualTo(EventStatus.DELIVERED);
    }

    @Test
    void aChangeOfAnEventThatIsNotThereMakesNone() {
        batch(0, 1, routed(EVENT));
        assertThat(database.getCollection(EventDocument.COLLECTION).countDocuments())
                .isZero();
    }

    @Test
    void anAttemptThatIsHandledTwiceIsOneDocument() {
        batch(0, 1, received(EVENT), succeeded(EVENT, "da_1"), succeeded(EVENT, "da_1"));
        batch(0, 2, succeeded(EVENT, "da_1"));
        assertThat(database.getCollection(AttemptDocument.COLLECTION).countDocuments())
                .isEqualTo(1);
    }

    @Test
    void aBatchThatIsHandledAgainWithMoreBehindItCountsOnlyThat() {
        batch(0, 5, received(EVENT), received("evt_2"), requested(EVENT));
        batch(0, 5, received(EVENT), received("evt_2"), requested(EVENT), received("evt_3"), requested("evt_2"));
        batch(0, 5, received(EVENT), received("evt_2"));
        assertThat(counter(SOURCE, 0)).containsEntry(Counters.COUNT, 3L);
        assertThat(counter(DESTINATION, 0)).containsEntry(Counters.COUNT, 2L);
    }

    @Test
    void eachSegmentCountsForItselfHoweverFarTheOthersAre() {
        batch(1, 100, received(EVENT));
        batch(0, 3, received("evt_2"), received("evt_3"));
        assertThat(counter(SOURCE, 1)).containsEntry(Counters.COUNT, 1L);
        assertThat(counter(SOURCE, 0)).containsEntry(Counters.COUNT, 2L);
    }

    @Test
    void metricsCountABatchThatIsHandledAgainOnlyOnceWhereverItEnds() {
        batch(0, 5, received(EVENT), succeeded(EVENT, "da_1"), failed(EVENT, "da_2", EventStatus.FAILED));
        List<Document> before = metrics();
        batch(0, 5, received(EVENT), succeeded(EVENT, "da_1"));
        batch(0, 6, succeeded(EVENT, "da_1"), failed(EVENT, "da_2", EventStatus.FAILED));
        assertThat(metrics()).isEqualTo(before);
        batch(0, 7, failed(EVENT, "da_2", EventStatus.FAILED), succeeded("evt_2", "da_3"), received("evt_2"));
        batch(3, 2, received("evt_3"), succeeded("evt_3", "da_4"));

        assertThat(metrics()).allSatisfy(bucket -> {
            boolean received = bucket.getString(MetricDocument.KIND).equals(MetricDocument.RECEIVED);
            assertThat(bucket.getString(MetricDocument.OF)).isEqualTo(received ? SOURCE : DESTINATION);
            assertThat(MetricDocument.count(bucket)).isEqualTo(received ? 3 : 4);
            assertThat(MetricDocument.failed(bucket)).isEqualTo(received ? 0 : 1);
            assertThat(MetricDocument.latencyMs(bucket)).isEqualTo(received ? 0 : 3 * 42 + 30_000);
        });
    }

    /** What was received just now has its minute; the attempts, of another time, only have their hour and day. */
    @Test
    void metricsAreKeptByTheMinuteOnlyIfTheyAreNew() {
        batch(0, 5, received(EVENT), succeeded(EVENT, "da_1"));
        assertThat(metrics())
                .extracting(bucket -> bucket.getString(MetricDocument.KIND) + bucket.getString(MetricDocument.GRAIN))
                .containsExactlyInAnyOrder("receivedminute", "receivedhour", "receivedday", "triedhour", "triedday");
    }

    private List<Document> metrics() {
        return database.getCollection(MetricDocument.COLLECTION).find().into(new ArrayList<>());
    }
}
