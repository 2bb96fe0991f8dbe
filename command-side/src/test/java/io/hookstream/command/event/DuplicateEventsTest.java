package io.hookstream.command.event;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.event.EventSamples.PAYLOAD;
import static io.hookstream.command.event.EventSamples.REQUEST;
import static io.hookstream.command.event.EventSamples.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.command.CommandSide;
import io.hookstream.messages.event.DedupKeyEvent.DedupKeySeen;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.Deduplication;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configurer;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Equal events with the real repositories, for an event and its key are two aggregates. */
class DuplicateEventsTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final int WINDOW = 300;
    private static final String KEY = "dedup/src_1/9f86d081";

    private final SetClock clock = new SetClock();
    private final CommandSide commandSide = CommandSide.startWith(clock, DuplicateEventsTest::configure);

    private static void configure(Configurer configurer) {
        configurer.configureAggregate(AggregateConfigurer.defaultConfiguration(InboundEvent.class)
                .configureCache(configuration -> new BoundedCache(10)));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    private static IngestEvent ingest(String id) {
        return ingest(id, SOURCE, WINDOW);
    }

    private static IngestEvent ingest(String id, String source, int window) {
        return new IngestEvent(id, TENANT, source, REQUEST, PAYLOAD, new Deduplication("9f86d081", window), "verified");
    }

    private static EventReceived received(String id, String status, String duplicateOf) {
        return new EventReceived(id, TENANT, SOURCE, REQUEST, PAYLOAD, status, duplicateOf, "verified");
    }

    private static EventReceived unique(String id) {
        return received(id, DedupStatus.UNIQUE, null);
    }

    private static EventReceived duplicate(String id, String of) {
        return received(id, DedupStatus.DUPLICATE, of);
    }

    private static DedupKeySeen seen(String eventId, Instant at) {
        return new DedupKeySeen(KEY, TENANT, eventId, at);
    }

    @Test
    void theFirstIsUniqueAndItsKeyIsRememberedWithIt() {
        assertThat(commandSide.send(ingest("evt_1"))).isEqualTo("evt_1");
        assertThat(commandSide.log()).containsExactly(seen("evt_1", START), unique("evt_1"));
    }

    @Test
    void theNextIsKeptAsADuplicateAndAnswersTheFirst() {
        commandSide.send(ingest("evt_1"));

        assertThat(commandSide.send(ingest("evt_2"))).isEqualTo("evt_1");
        assertThat(commandSide.send(ingest("evt_3"))).isEqualTo("evt_1");
        assertThat(commandSide.log())
                .endsWith(unique("evt_1"), duplicate("evt_2", "evt_1"), duplicate("evt_3", "evt_1"));
    }

    @Test
    void theSameKeyOfAnotherSourceIsAnotherKey() {
        commandSide.send(ingest("evt_1"));

        assertThat(commandSide.send(ingest("evt_2", "src_2", WINDOW))).isEqualTo("evt_2");
    }

    @Test
    void theWindowEndsWhenItSays() {
        commandSide.send(ingest("evt_1"));
        clock.at(START.plusSeconds(WINDOW).minusNanos(1));
        assertThat(commandSide.send(ingest("evt_2"))).isEqualTo("evt_1");

        clock.at(START.plusSeconds(WINDOW));
        assertThat(commandSide.appendedBy(ingest("evt_3")))
                .containsExactly(seen("evt_3", START.plusSeconds(WINDOW)), unique("evt_3"));
        assertThat(commandSide.send(ingest("evt_4"))).isEqualTo("evt_3");
    }

    @Test
    void duplicatesDoNotProlongTheWindow() {
        commandSide.send(ingest("evt_1"));
        clock.at(START.plusSeconds(WINDOW - 1));
        commandSide.send(ingest("evt_2"));

        clock.at(START.plusSeconds(WINDOW + 1));
        assertThat(commandSide.send(ingest("evt_3"))).isEqualTo("evt_3");
    }

    @Test
    void aWindowThatIsChangedCountsAtOnce() {
        commandSide.send(ingest("evt_1"));
        clock.at(START.plusSeconds(60));

        assertThat(commandSide.send(ingest("evt_2", SOURCE, 61))).isEqualTo("evt_1");
        assertThat(commandSide.send(ingest("evt_3", SOURCE, 60))).isEqualTo("evt_3");
    }

    @Test
    void aClockThatWasAYearAheadLosesNothingOnceItIsRight() {
        commandSide.send(ingest("evt_1"));
        clock.at(START.minusSeconds(WINDOW - 1));
        assertThat(commandSide.send(ingest("evt_2"))).isEqualTo("evt_1");

        clock.at(START.minus(Duration.ofDays(365)));
        assertThat(commandSide.send(ingest("evt_3"))).isEqualTo("evt_3");
    }

    @Test
    void oneThatIsSentAgainIsNotItsOwnDuplicate() {
        commandSide.send(ingest("evt_1"));

        assertThatThrownBy(() -> commandSide.send(ingest("evt_1"))).isInstanceOf(ConcurrencyException.class);
        assertThat(commandSide.log()).hasSize(2);
    }

    @Test
    void aFirstThatWasNotAppendedLeavesNoKey() {
        commandSide.send(new IngestEvent("evt_1", TENANT, SOURCE, REQUEST, PAYLOAD));

        assertThatThrownBy(() -> commandSide.send(ingest("evt_1"))).isInstanceOf(ConcurrencyException.class);
        assertThat(commandSide.send(ingest("evt_2"))).isEqualTo("evt_2");
    }

    @Test
    void ofAHundredAtOnceOneIsUnique() throws Exception {
        oneOfAHundredIsUnique(List.of(commandSide));
    }

    @Test
    void ofAHundredAtOnceOnTwoNodesOneIsUnique() throws Exception {
        try (CommandSide other = commandSide.another(clock, DuplicateEventsTest::configure)) {
            oneOfAHundredIsUnique(List.of(commandSide, other));
        }
    }

    private void oneOfAHundredIsUnique(List<CommandSide> nodes) throws Exception {
        List<Callable<Object>> ingests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            IngestEvent command = ingest("evt_" + i);
            CommandSide node = nodes.get(i % nodes.size());
            ingests.add(() -> sendAgain(node, command));
        }
        Set<Object> answers = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> ingest : threads.invokeAll(ingests)) {
                answers.add(ingest.get());
            }
        }

        assertThat(answers).hasSize(1);
        String first = (String) answers.iterator().next();
        List<Object> log = commandSide.log();
        assertThat(log).hasSize(101).contains(seen(first, START), unique(first));
        assertThat(log.stream()
                        .filter(event ->
                                event instanceof EventReceived received && first.equals(received.duplicateOf())))
                .hasSize(99);
    }

    /** As the gateway does: a conflict means that another node was first, so the second time it is a duplicate. */
    private static Object sendAgain(CommandSide node, IngestEvent command) {
        try {
            return node.send(command);
        } catch (ConcurrencyException e) {
            return node.send(command);
        }
    }

    @Test
    void aKeyThatComesInEveryWindowIsLookedUpWithoutItsPast() {
        for (int i = 0; i < 50; i++) {
            clock.at(START.plusSeconds((long) i * WINDOW));
            commandSide.send(ingest("evt_" + i));
        }
        int before = commandSide.eventsRead();

        assertThat(commandSide.send(ingest("evt_50"))).isEqualTo("evt_49");
        assertThat(commandSide.eventsRead() - before).isEqualTo(1);
    }

    @Test
    void whatIsNotComparedReadsNothing() {
        commandSide.send(new IngestEvent("evt_1", TENANT, SOURCE, REQUEST, PAYLOAD, null, "verified"));

        assertThat(commandSide.reads()).isZero();
        assertThat(commandSide.log()).containsExactly(received("evt_1", null, null));
    }

    private static final class SetClock extends Clock {

        private volatile Instant now = START;

        void at(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
