package io.hookstream.embedded;

import static io.hookstream.embedded.EventLogs.event;
import static io.hookstream.embedded.Parallel.failureOf;
import static io.hookstream.embedded.Parallel.inParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogFailureIT {

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
    void aFullDiskIsAStoreExceptionAndIsOverWhenThereIsSpaceAgain() throws Exception {
        log.appendEvents(event("before", 0));
        log.setMaxPages(20);
        String large = "x".repeat(50_000);
        List<String> stored = new ArrayList<>();
        inParallel(16, thread -> {
            for (int i = 0; i < 5; i++) {
                String aggregate = "t" + thread + "i" + i;
                Throwable failure = failureOf(() -> log.appendEvents(event(aggregate, 0, large), event(aggregate, 1)));
                if (failure == null) {
                    synchronized (stored) {
                        stored.add(aggregate);
                    }
                } else {
                    assertThat(failure).isInstanceOf(EventStoreException.class).hasMessageContaining(file.toString());
                }
            }
        });
        assertThat(stored).hasSizeLessThan(80);
        assertThat(all(null)).hasSize(1 + 2 * stored.size());

        log.setMaxPages(SqliteEventStorageEngine.UNLIMITED_PAGES);
        log.appendEvents(event("after", 0, large));
        assertThat(log.head()).isEqualTo(2 + 2L * stored.size());
        reopen();
        assertThat(all(null)).hasSize(2 + 2 * stored.size());
    }

    @Test
    void anAppendFailsInTimeWhileSomebodyElseHoldsTheFile() throws Exception {
        try (var other = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> log.appendEvents(event("a", 0)))
                    .isInstanceOf(EventStoreException.class)
                    .hasMessageContaining("events.db");
            assertThat(all(null)).isEmpty();
            statement.execute("ROLLBACK");
        }
        log.appendEvents(event("a", 0));
        assertThat(all(null)).hasSize(1);
    }

    @Test
    void theWriteAheadLogStaysBoundedWhileReadersComeAndGo() throws Exception {
        inParallel(8, thread -> {
            for (int i = 0; i < 60; i++) {
                log.appendEvents(event("a" + thread, i, "x".repeat(50_000)));
                log.readEvents("a" + thread, i).next();
            }
        });
        assertThat(Files.size(directory.resolve("events.db-wal"))).isLessThan(20 << 20);
    }

    @Test
    void refusesAppendsAfterItIsClosed() {
        log.close();
        assertThatThrownBy(() -> log.appendEvents(event("a", 0)))
                .isInstanceOf(EventStoreException.class)
                .hasMessageContaining("closed");
    }
}
