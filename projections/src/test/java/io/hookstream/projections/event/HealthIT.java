package io.hookstream.projections.event;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.failure;
import static io.hookstream.projections.Samples.success;
import static io.hookstream.projections.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures in a row, with segments that come to them in an order chosen by the test. */
class HealthIT {

    @TempDir
    Path directory;

    private EmbeddedDocumentStore store;
    private MongoClient client;
    private MongoDatabase database;
    private AnnotationEventHandlerAdapter projection;

    @BeforeEach
    void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
        use("test");
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private void use(String name) {
        database = client.getDatabase(name);
        projection = new AnnotationEventHandlerAdapter(new EventProjection(database, Clock.systemUTC()));
    }

    private static DeliveryEvent delivery(boolean success, long position) {
        String eventId = "evt_" + position;
        String attemptId = "da_%04d".formatted(position);
        Attempt attempt = success ? success(attemptId) : failure(attemptId);
        return success
                ? new DeliverySucceeded(eventId, TENANT, "src_1", target(eventId), attempt, "delivered")
                : failed(eventId, attempt);
    }

    private static DeliveryFailed failed(String eventId, Attempt attempt) {
        return new DeliveryFailed(
                eventId, TENANT, "src_1", target(eventId), attempt, "processing", 0, RetryPolicy.NONE, null);
    }

    private void batch(Map<Long, DeliveryEvent> events) {
        List<EventMessage<?>> messages = new ArrayList<>();
        events.forEach((position, event) -> messages.add(new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(position),
                new GenericDomainEventMessage<>("InboundEvent", event.eventId(), position, event))));
        BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(messages);
        batch.resources().put("Processor[events]/SegmentId", 0);
        assertThat(batch.executeWithResult(() -> projection.handle(batch.getMessage()))
                        .isExceptional())
                .isFalse();
    }

    private void succeeds(long position) {
        batch(Map.of(position, delivery(true, position)));
    }

    private void fails(long position) {
        batch(Map.of(position, delivery(false, position)));
    }

    private @Nullable Document health() {
        return database.getCollection(HealthDocument.COLLECTION)
                .find(new Document("_id", DESTINATION))
                .first();
    }

    private int failures(long closedPosition) {
        return HealthDocument.failures(health(), closedPosition);
    }

    @Test
    void aDestinationThatNeverFailsHasNoDocument() {
        succeeds(1);
        succeeds(2);
        assertThat(health()).isNull();
        assertThat(failures(-1)).isZero();
        assertThat(HealthDocument.lastFailureAt(health())).isNull();
    }

    @Test
    void failuresCountSinceTheLastSuccess() {
        fails(1);
        fails(2);
        assertThat(failures(-1)).isEqualTo(2);
        succeeds(3);
        assertThat(failures(-1)).isZero();
        assertThat(HealthDocument.lastFailureAt(health()))
                .isEqualTo(failure("da").endedAt());
        fails(4);
        assertThat(failures(-1)).isEqualTo(1);
    }

    @Test
    void aFailureThatComesToLightAfterALaterSuccessDoesNotCount() {
        succeeds(5);
        fails(3);
        assertThat(failures(-1)).as("the success was before the first document").isZero();
        succeeds(9);
        fails(7);
        assertThat(failures(-1)).isZero();
    }

    @Test
    void aSuccessThatComesToLightAfterLaterFailuresLeavesThem() {
        fails(3);
        fails(8);
        fails(9);
        succeeds(5);
        assertThat(failures(-1)).isEqualTo(2);
    }

    @Test
    void whatCameBeforeTheCircuitClosedDoesNotCount() {
        fails(3);
        fails(8);
        assertThat(failures(5)).isEqualTo(1);
        assertThat(failures(8)).isZero();
    }

    @Test
    void aFailedTransformIsNotTheDestinations() {
        Attempt attempt = new Attempt(
                "da_1",
                1,
                false,
                null,
                Attempt.TRANSFORM_ERROR,
                "It took too long",
                Map.of(),
                Map.of(),
                null,
                0,
                failure("da").attemptedAt(),
                null,
                null);
        batch(Map.of(1L, failed("evt_1", attempt)));
        assertThat(health()).isNull();
    }

    @Test
    void noMoreIsKeptThanIsShown() {
        int all = CircuitView.MAX_FAILURES + 200;
        for (long from = 0; from < all; from += 300) {
            Map<Long, DeliveryEvent> events = new java.util.TreeMap<>();
            LongStream.range(from, from + 300).forEach(position -> events.put(position, delivery(false, position)));
            batch(events);
        }
        assertThat(failures(-1)).isEqualTo(CircuitView.MAX_FAILURES);
        assertThat(health().getList(HealthDocument.FAILURES, Long.class)).hasSize(CircuitView.MAX_FAILURES);
    }

    /** 4 segments go through one log at paces of their own, and handle some batches twice. */
    @Test
    void theContentIsTheSameInWhateverOrderTheSegmentsCome() {
        for (int log = 0; log < 10; log++) {
            Random random = new Random(log);
            boolean[] outcomes = new boolean[40];
            IntStream.range(0, outcomes.length).forEach(i -> outcomes[i] = random.nextInt(4) == 0);
            Document expected = null;
            for (int run = 0; run < 6; run++) {
                use("log_" + log + "_" + run);
                project(outcomes, new Random(run));
                Document content = health();
                assertThat(content)
                        .as("log %s, run %s of %s", log, run, Arrays.toString(outcomes))
                        .isNotNull();
                expected = expected == null ? content : expected;
                assertThat(content)
                        .as("log %s, run %s of %s", log, run, Arrays.toString(outcomes))
                        .isEqualTo(expected);
            }
            int trailing = 0;
            while (trailing < outcomes.length && !outcomes[outcomes.length - 1 - trailing]) {
                trailing++;
            }
            assertThat(failures(-1)).isEqualTo(trailing);
        }
    }

    private void project(boolean[] outcomes, Random random) {
        int[] next = {0, 1, 2, 3};
        while (Arrays.stream(next).anyMatch(position -> position < outcomes.length)) {
            int segment = random.nextInt(next.length);
            Map<Long, DeliveryEvent> events = new java.util.TreeMap<>();
            for (int i = random.nextInt(5); i > 0 && next[segment] < outcomes.length; i--) {
                events.put((long) next[segment], delivery(outcomes[next[segment]], next[segment]));
                next[segment] += next.length;
            }
            for (int times = random.nextInt(3); times >= 0 && !events.isEmpty(); times--) {
                batch(events);
            }
        }
    }
}
