package io.hookstream.projections.deadletter;

import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.routed;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue by itself, with the order of everything chosen by the test. */
class DeadLetterQueueIT {

    private static final IllegalArgumentException CAUSE = new IllegalArgumentException("It has a flaw");

    @TempDir
    Path directory;

    private EmbeddedDocumentStore store;
    private MongoClient client;
    private long token = Long.MAX_VALUE;

    @BeforeEach
    void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    /** As another process would have it. */
    private DeadLetterQueue queue() {
        return DeadLetterQueue.of(
                "events",
                client.getDatabase("test"),
                JacksonSerializer.builder().objectMapper(Json.mapper().copy()).build(),
                letter -> DeadLetterQueue.position(letter.message()) <= token);
    }

    private static EventMessage<?> event(TrackingToken token) {
        return new GenericTrackedDomainEventMessage<>(
                token,
                new GenericDomainEventMessage<>(
                        "InboundEvent", EVENT, token.position().orElseThrow(), routed(EVENT)));
    }

    private static DeadLetter<EventMessage<?>> letter(long position) {
        return new GenericDeadLetter<>(EVENT, event(new GlobalSequenceTrackingToken(position)));
    }

    private static void fail(DeadLetterQueue queue, long position) {
        queue.enqueue(EVENT, letter(position).withCause(CAUSE));
    }

    private static boolean isPutBehind(DeadLetterQueue queue, long position) {
        return queue.enqueueIfPresent(EVENT, () -> letter(position));
    }

    private static List<Long> positions(DeadLetterQueue queue) {
        List<Long> positions = new ArrayList<>();
        queue.deadLetterSequence(EVENT).forEach(letter -> positions.add(DeadLetterQueue.position(letter.message())));
        return positions;
    }

    private static List<Long> handled(DeadLetterQueue queue) {
        List<Long> handled = new ArrayList<>();
        queue.process(letter -> true, letter -> {
            handled.add(DeadLetterQueue.position(letter.message()));
            return Decisions.evict();
        });
        return handled;
    }

    @Test
    void whatWaitsIsHandledInItsOrder() {
        DeadLetterQueue queue = queue();
        assertThat(isPutBehind(queue, 1)).isFalse();
        fail(queue, 2);
        assertThat(isPutBehind(queue, 3)).isTrue();
        assertThat(isPutBehind(queue, 7)).isTrue();
        assertThat(handled(queue)).containsExactly(2L, 3L, 7L);
        assertThat(isPutBehind(queue, 8)).isFalse();
        assertThat(queue.handled()).isEqualTo(3);
    }

    @Test
    void anEventThatComesAgainIsNotPutBehindWhatFollowedIt() {
        DeadLetterQueue queue = queue();
        fail(queue, 2);
        isPutBehind(queue, 3);
        assertThat(isPutBehind(queue, 1)).as("handled well before, and again").isFalse();
        assertThat(positions(queue)).isEmpty();
        fail(queue, 2);
        isPutBehind(queue, 3);
        assertThat(isPutBehind(queue, 3)).isTrue();
        assertThat(positions(queue)).containsExactly(2L, 3L);
    }

    @Test
    void aLetterWaitsForTheTokenAndSoDoAllBehindIt() {
        DeadLetterQueue queue = queue();
        fail(queue, 2);
        isPutBehind(queue, 3);
        isPutBehind(queue, 4);
        token = 1;
        assertThat(handled(queue)).isEmpty();
        token = 3;
        assertThat(handled(queue)).containsExactly(2L, 3L);
        assertThat(positions(queue)).containsExactly(4L);
        token = 4;
        assertThat(handled(queue)).containsExactly(4L);
    }

    @Test
    void whoeverClaimsTheSegmentKnowsWhatTheOwnerBeforeHasPutThere() {
        DeadLetterQueue mine = queue();
        DeadLetterQueue theirs = queue();
        assertThat(mine.amountOfSequences()).isZero();
        fail(theirs, 2);
        assertThat(mine.amountOfSequences()).as("as Axon asks after the claim").isEqualTo(1);
        assertThat(isPutBehind(mine, 3)).isTrue();
        assertThat(handled(mine)).containsExactly(2L, 3L);
    }

    @Test
    void aLetterOfAReplayKeepsItsPosition() {
        DeadLetterQueue queue = queue();
        TrackingToken replayed =
                ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(9), new GlobalSequenceTrackingToken(2));
        queue.enqueue(EVENT, new GenericDeadLetter<>(EVENT, event(replayed), CAUSE));
        assertThat(isPutBehind(queue, 3)).isTrue();
        assertThat(handled(queue)).containsExactly(2L, 3L);
    }
}
