package io.hookstream.embedded;

import static io.hookstream.embedded.EventLogs.event;
import static io.hookstream.embedded.EventLogs.events;
import static io.hookstream.embedded.Parallel.failureOf;
import static io.hookstream.embedded.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.embedded.EventLogs.Happened;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStorageEngineIT {

    @TempDir
    Path directory;

    private Path file;
    private SqliteEventStorageEngine log;

    @BeforeEach
    void open() {
        file = directory.resolve("events.db");
        log = EventLogs.open(file);
    }

    @AfterEach
    void close() {
        log.close();
        GenericEventMessage.clock = Clock.systemUTC();
    }

    private void reopen() {
        log.close();
        log = EventLogs.open(file);
    }

    private List<? extends TrackedEventMessage<?>> all(TrackingToken from) {
        return log.readEvents(from, false).toList();
    }

    private static TrackingToken at(long index) {
        return new GlobalSequenceTrackingToken(index);
    }

    @Test
    void givesBackWhatWasAppendedAfterReopening() {
        Instant moment = Instant.parse("2031-02-03T04:05:06.123456789Z");
        GenericEventMessage.clock = Clock.fixed(moment, ZoneOffset.UTC);
        DomainEventMessage<Happened> appended = event("a", 0).andMetaData(MetaData.with("tenant", "t1"));
        EventMessage<Happened> ofNoAggregate = GenericEventMessage.asEventMessage(new Happened("alone"));
        log.appendEvents(appended, ofNoAggregate);
        reopen();

        DomainEventMessage<?> read = log.readEvents("a", 0).next();
        assertThat(read.getIdentifier()).isEqualTo(appended.getIdentifier());
        assertThat(read.getType()).isEqualTo("Thing");
        assertThat(read.getTimestamp()).isEqualTo(moment);
        assertThat(read.getPayload()).isEqualTo(new Happened("a#0"));
        assertThat(read.getMetaData()).containsEntry("tenant", "t1");
        TrackedEventMessage<?> second = all(null).get(1);
        assertThat(second.getPayload()).isEqualTo(new Happened("alone"));
        assertThat(second.getIdentifier()).isEqualTo(ofNoAggregate.getIdentifier());
        assertThat(second).isNotInstanceOf(DomainEventMessage.class);
    }

    @Test
    void appendsOf64ThreadsAreAllThereAndInOrderPerAggregate() throws Exception {
        int threads = 64;
        int each = 50;
        inParallel(threads, thread -> {
            for (int i = 0; i < each; i++) {
                log.appendEvents(event("aggregate" + thread, i));
            }
        });
        assertThat(log.head()).isEqualTo(threads * each);
        reopen();

        assertThat(log.head()).isEqualTo(threads * each);
        for (int thread = 0; thread < threads; thread++) {
            assertThat(log.readEvents("aggregate" + thread, 0).asStream().map(e -> ((Happened) e.getPayload()).text()))
                    .containsExactlyElementsOf(texts("aggregate" + thread, each));
        }
        assertThat(all(null).stream().map(e -> e.trackingToken().position().orElseThrow()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, threads * each).boxed().toList());
    }

    private static List<String> texts(String aggregate, int count) {
        return events(aggregate, 0, count).stream()
                .map(e -> e.getPayload().text())
                .toList();
    }

    @Test
    void aTakenSequenceNumberFailsItsOwnAppendOnlyAndLeavesNoGap() throws Exception {
        log.appendEvents(events("taken", 0, 3));
        List<Throwable> failures = new ArrayList<>();
        inParallel(32, thread -> {
            if (thread % 4 == 0) {
                // Sequence 3 is free or taken by a sibling, 2 is taken by the first append: all of it must vanish.
                Throwable failure = failureOf(() ->
                        log.appendEvents(event("other" + thread, 0), event("taken", 2), event("other" + thread, 1)));
                synchronized (failures) {
                    failures.add(failure);
                }
            } else {
                log.appendEvents(events("aggregate" + thread, 0, 5));
            }
        });

        assertThat(failures)
                .hasSize(8)
                .allSatisfy(e -> assertThat(e)
                        // Axon looks at the first event of an append to tell the two kinds of conflict apart.
                        .isInstanceOf(AggregateStreamCreationException.class));
        assertThat(log.head()).isEqualTo(3 + 24 * 5);
        log.appendEvents(event("last", 0));
        assertThat(all(at(log.head() - 1)))
                .singleElement()
                .satisfies(e -> assertThat(e.getPayload()).isEqualTo(new Happened("last#0")));
        assertThat(log.lastSequenceNumberFor("other0")).isEmpty();
    }

    @Test
    void conflictsAreAxonsExceptions() {
        log.appendEvents(events("a", 0, 2));

        assertThatThrownBy(() -> log.appendEvents(event("a", 0))).isInstanceOf(AggregateStreamCreationException.class);
        assertThatThrownBy(() -> log.appendEvents(event("a", 1)))
                .isInstanceOf(ConcurrencyException.class)
                .isNotInstanceOf(AggregateStreamCreationException.class);
    }

    @Test
    void tokensOfAnEmptyLogStandBeforeTheFirstEvent() {
        assertThat(log.head()).isZero();
        assertThat(log.createHeadToken()).isEqualTo(at(0));
        assertThat(log.createTailToken()).isEqualTo(at(0));
        assertThat(log.createTokenAt(Instant.now())).isEqualTo(at(0));
        assertThat(log.lastSequenceNumberFor("nobody")).isEmpty();
        assertThat(log.readEvents("nobody", 0).hasNext()).isFalse();
        assertThat(log.readSnapshot("nobody")).isEmpty();

        TrackingToken head = log.createHeadToken();
        log.appendEvents(event("a", 0));
        assertThat(all(head)).hasSize(1);
    }

    @Test
    void tokensFindTheirPlaceEvenWhereTheClockWasSetBack() {
        Instant start = Instant.parse("2031-01-01T00:00:00Z");
        int[] seconds = {0, 1, 5, 2, 3, 6, 7, 7, 8, 4};
        for (int i = 0; i < seconds.length; i++) {
            GenericEventMessage.clock = Clock.fixed(start.plusSeconds(seconds[i]), ZoneOffset.UTC);
            log.appendEvents(event("a", i));
            if (i == 3) {
                reopen();
            }
        }

        assertThat(log.createTailToken()).isEqualTo(at(0));
        assertThat(log.createHeadToken()).isEqualTo(at(10));
        assertThat(log.createTokenAt(start.minusSeconds(1))).isEqualTo(at(0));
        assertThat(log.createTokenAt(Instant.MIN)).isEqualTo(at(0));
        assertThat(log.createTokenAt(start)).isEqualTo(at(0));
        assertThat(log.createTokenAt(start.plusNanos(1))).isEqualTo(at(1));
        assertThat(log.createTokenAt(start.plusSeconds(2))).isEqualTo(at(2));
        assertThat(log.createTokenAt(start.plusSeconds(6))).isEqualTo(at(5));
        assertThat(log.createTokenAt(start.plusSeconds(7))).isEqualTo(at(6));
        assertThat(log.createTokenAt(start.plusSeconds(9))).isEqualTo(at(10));
        assertThat(log.createTokenAt(Instant.MAX)).isEqualTo(at(10));
    }

    @Test
    void aReaderSeesEveryEventOnceWhileOthersWrite() throws Exception {
        int writers = 16;
        int each = 100;
        List<Long> seen = new ArrayList<>();
        try (ExecutorService reading = Executors.newSingleThreadExecutor()) {
            Future<?> reader = reading.submit(() -> {
                TrackingToken token = null;
                while (seen.size() < writers * each) {
                    for (TrackedEventMessage<?> event : all(token)) {
                        token = event.trackingToken();
                        seen.add(token.position().orElseThrow());
                    }
                }
            });
            inParallel(writers, thread -> {
                for (int i = 0; i < each; i++) {
                    log.appendEvents(event("aggregate" + thread, i));
                    // Conflicts roll back indexes in between, where a skipped event would hide.
                    failureOf(() -> log.appendEvents(event("x" + thread, 0), event("aggregate" + thread, 0)));
                }
            });
            reader.get(30, TimeUnit.SECONDS);
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, writers * each).boxed().toList());
    }

    @Test
    void readsAnAggregateFromAnySequenceNumberOverSeveralBatches() {
        log.appendEvents(events("a", 0, 700));

        assertThat(log.readEvents("a", 0).asStream().count()).isEqualTo(700);
        assertThat(log.readEvents("a", 256).asStream().map(DomainEventMessage::getSequenceNumber))
                .startsWith(256L)
                .endsWith(699L)
                .hasSize(444);
        assertThat(log.readEvents("a", 700).hasNext()).isFalse();
        assertThat(log.lastSequenceNumberFor("a")).contains(699L);
    }

    @Test
    void keepsTheNewestSnapshot() {
        log.storeSnapshot(event("a", 3, "old"));
        log.storeSnapshot(event("a", 9, "new"));
        log.storeSnapshot(event("b", 1, "other"));
        reopen();

        assertThat(log.readSnapshot("a")).hasValueSatisfying(snapshot -> {
            assertThat(snapshot.getSequenceNumber()).isEqualTo(9);
            assertThat(snapshot.getPayload()).isEqualTo(new Happened("new"));
        });
        assertThat(log.head()).isZero();
    }

    @Test
    void axonsEventStoreStreamsFromAnyToken() throws Exception {
        EmbeddedEventStore store =
                EmbeddedEventStore.builder().storageEngine(log).build();
        store.publish(events("a", 0, 3));
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(at(1))) {
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new Happened("a#1"));
            assertThat(stream.nextAvailable().getPayload()).isEqualTo(new Happened("a#2"));
            assertThat(stream.hasNextAvailable()).isFalse();
            store.publish(event("a", 3));
            assertThat(stream.hasNextAvailable(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.nextAvailable().trackingToken()).isEqualTo(at(4));
        } finally {
            store.shutDown();
        }
        assertThat(store.readEvents("a").asStream()).hasSize(4);
        assertThat(store.createHeadToken()).isEqualTo(at(4));
    }
}
