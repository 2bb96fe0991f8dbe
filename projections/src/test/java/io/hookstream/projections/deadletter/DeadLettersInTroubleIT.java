package io.hookstream.projections.deadletter;

import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.received;
import static io.hookstream.projections.Samples.requested;
import static io.hookstream.projections.Samples.routed;
import static io.hookstream.projections.Samples.source;
import static io.hookstream.projections.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import ch.qos.logback.classic.Level;
import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.source.SourceProjection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Dead letters when processes crash, the store is down and the queue is full, and what they cost the other events. */
class DeadLettersInTroubleIT extends WithDeadLetters {

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
