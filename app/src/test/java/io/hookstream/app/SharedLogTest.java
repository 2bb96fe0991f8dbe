package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.SerializedObject;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.Linger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedLogTest {

    private static final int MORE_THAN_ARE_KEPT = 20_000;

    /** What the server holds; the position of each is its token. */
    private final List<EventWithToken> events = Collections.synchronizedList(new ArrayList<>());

    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final EventStore tokens = new EmbeddedEventStore.Builder()
            .storageEngine(new InMemoryEventStorageEngine() {
                @Override
                public @Nullable TrackingToken createTailToken() {
                    return null;
                }

                @Override
                public @Nullable TrackingToken createHeadToken() {
                    return events.isEmpty() ? null : new GlobalSequenceTrackingToken(events.size() - 1L);
                }
            })
            .build();
    private final SharedLog log = new SharedLog(
            (position, ahead) -> {
                Stream stream = new Stream((int) position + 1);
                streams.add(stream);
                return stream;
            },
            tokens,
            JacksonSerializer.defaultSerializer());
    private final EventLogSource source = new EventLogSource(log, Linger.NONE);

    /** A server's stream: breaks off when the test says so. */
    private final class Stream implements EventStream {

        private int next;
        private volatile boolean closed;

        Stream(int next) {
            this.next = next;
        }

        @Override
        public void excludePayloadType(String payloadType, String revision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable EventWithToken peek() {
            return closed || next == events.size() ? null : events.get(next);
        }

        @Override
        public @Nullable EventWithToken nextIfAvailable() {
            EventWithToken event = peek();
            next += event == null ? 0 : 1;
            return event;
        }

        @Override
        public @Nullable EventWithToken nextIfAvailable(long timeout, TimeUnit unit) throws InterruptedException {
            EventWithToken event = nextIfAvailable();
            if (event == null) {
                Thread.sleep(1);
            }
            return event;
        }

        @Override
        public EventWithToken next() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onAvailable(Runnable callback) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public Optional<Throwable> getError() {
            return Optional.of(new IllegalStateException("the server is away"));
        }
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void allReadersGetTheSameObjectsOfOneStream() throws Exception {
        try (BlockingStream<TrackedEventMessage<?>> one = source.openStream(null);
                BlockingStream<TrackedEventMessage<?>> other = source.openStream(null)) {
            append(3);
            List<TrackedEventMessage<?>> read = take(3, one);
            assertThat(read).extracting(SharedLogTest::position).containsExactly(0L, 1L, 2L);
            assertThat(read.stream().<Object>map(TrackedEventMessage::getPayload))
                    .containsExactly("0", "1", "2");
            assertThat(take(3, other))
                    .usingElementComparator((a, b) -> a == b ? 0 : 1)
                    .isEqualTo(read);
            assertThat(streams).hasSize(1);
        }
    }

    @Test
    void whoIsFarBehindReadsAllInOrderAndThenTheSameStreamAsOthers() throws Exception {
        append(MORE_THAN_ARE_KEPT);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            assertThat(positions(take(MORE_THAN_ARE_KEPT, stream))).isEqualTo(upTo(MORE_THAN_ARE_KEPT));
            int opened = streams.size();
            append(5);
            assertThat(positions(take(5, stream))).first().isEqualTo((long) MORE_THAN_ARE_KEPT);
            assertThat(streams).hasSize(opened);
        }
        assertThat(streams.stream().filter(stream -> !stream.closed)).hasSize(1);
    }

    @Test
    void beginsAfterTheToken() throws Exception {
        append(10);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(new GlobalSequenceTrackingToken(6))) {
            assertThat(positions(take(3, stream))).containsExactly(7L, 8L, 9L);
            assertThat(stream.hasNextAvailable()).isFalse();
        }
    }

    @Test
    void goesOnWhereItWasWhenTheServerIsBack() throws Exception {
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            append(2);
            take(2, stream);
            streams.getFirst().close();
            append(2);
            assertThat(positions(take(2, stream))).containsExactly(2L, 3L);
        }
    }

    @Test
    void callsWhoeverAskedWhenSomethingCame() {
        List<Integer> calls = new CopyOnWriteArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            stream.setOnAvailableCallback(() -> calls.add(events.size()));
            append(1);
            await().atMost(Duration.ofSeconds(5)).until(() -> calls.contains(1));
        }
    }

    private void append(int number) {
        for (int i = 0; i < number; i++) {
            int position = events.size();
            events.add(EventWithToken.newBuilder()
                    .setToken(position)
                    .setEvent(Event.newBuilder()
                            .setMessageIdentifier("m" + position)
                            .setAggregateIdentifier("a")
                            .setAggregateType("A")
                            .setAggregateSequenceNumber(position)
                            .setPayload(SerializedObject.newBuilder()
                                    .setType(String.class.getName())
                                    .setData(ByteString.copyFromUtf8("\"" + position + "\""))))
                    .build());
        }
    }

    private static List<TrackedEventMessage<?>> take(int number, BlockingStream<TrackedEventMessage<?>> stream)
            throws InterruptedException {
        List<TrackedEventMessage<?>> taken = new ArrayList<>();
        while (taken.size() < number) {
            assertThat(stream.hasNextAvailable(10, TimeUnit.SECONDS)).isTrue();
            taken.add(stream.nextAvailable());
        }
        return taken;
    }

    private static List<Long> positions(List<TrackedEventMessage<?>> events) {
        return events.stream().map(SharedLogTest::position).toList();
    }

    private static List<Long> upTo(int number) {
        return LongStream.range(0, number).boxed().toList();
    }

    private static long position(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }
}
