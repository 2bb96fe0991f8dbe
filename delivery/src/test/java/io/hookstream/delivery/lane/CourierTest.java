package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.DESTINATION;
import static io.hookstream.delivery.lane.LaneSamples.deleted;
import static io.hookstream.delivery.lane.LaneSamples.deliveries;
import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static io.hookstream.delivery.lane.LaneSamples.open;
import static io.hookstream.delivery.lane.LaneSamples.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class CourierTest {

    /** More than a java.util.concurrent.Phaser can count. */
    private static final int VERY_MANY = 70_000;

    private static final DeliveryProperties PROPERTIES =
            new DeliveryProperties(2 * VERY_MANY, DataSize.ofMegabytes(1), Duration.ofSeconds(2));

    private final LaneFakes.Store store = new LaneFakes.Store();
    private final LaneFakes.Attempts attempts = new LaneFakes.Attempts();
    private final LaneFakes.Commands commands = new LaneFakes.Commands();
    private final Courier courier =
            new Courier(attempts, LaneFakes.noHistory(), commands.gateway(), Clock.systemUTC(), PROPERTIES);

    private Lane lane() {
        Lane lane = new Lane(DESTINATION, store, courier, PROPERTIES);
        lane.start();
        return lane;
    }

    private void awaitRecorded(int count) {
        await().untilAsserted(() -> assertThat(commands.sent).hasSize(count));
    }

    @Test
    void recordsOnAThreadThatMayWait() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 2));
        AtomicBoolean mayWait = new AtomicBoolean();
        // As a sender's does, the result comes on a thread that must not wait.
        attempts.result = delivery -> Mono.just(LaneSamples.success()).delayElement(Duration.ofMillis(1));
        commands.answer = command -> {
            mayWait.set(!Schedulers.isInNonBlockingThread());
            return CompletableFuture.completedFuture(true);
        };
        lane();
        awaitRecorded(1);
        await().untilTrue(mayWait);
    }

    @Test
    void sendsOnceAndRecordsAgainUntilTheCommandSideAnswers() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 2));
        AtomicInteger asked = new AtomicInteger();
        commands.answer = command -> switch (asked.incrementAndGet()) {
            case 1 -> new CompletableFuture<>();
            case 2 -> CompletableFuture.failedFuture(new IllegalStateException("the log is down"));
            default -> CompletableFuture.completedFuture(true);
        };
        Lane lane = lane();
        awaitRecorded(3);
        assertThat(commands.sent(RecordAttempts.class)).containsOnly((RecordAttempts) commands.sent.getFirst());
        store.queue(List.of(delivery(2)));
        lane.offer(delivery(2));
        awaitRecorded(4);
        assertThat(attempts.sent).isEqualTo(positions(1, 3));
    }

    static Stream<Throwable> finalAnswers() {
        return Stream.of(
                Refused.notFound("Delivery"),
                new CommandExecutionException(
                        "of another process", null, new Refused.Reason(Refused.Code.NOT_FOUND, "Delivery not found")),
                new AggregateNotFoundException("evt_1", "There is no such event"));
    }

    @ParameterizedTest
    @MethodSource("finalAnswers")
    void givesUpWhatTheCommandSideWillNeverAccept(Throwable answer) {
        store.save(DESTINATION, open(1));
        commands.answer = command -> CompletableFuture.failedFuture(answer);
        Lane lane = lane();
        store.queue(deliveries(1, 3));
        deliveries(1, 3).forEach(lane::offer);
        awaitRecorded(2);
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(commands.sent).hasSize(2));
    }

    @Test
    void carriesVeryManyAtOnce() {
        store.save(DESTINATION, deleted());
        CompletableFuture<Object> recorded = new CompletableFuture<>();
        commands.answer = command -> recorded.thenApply(done -> done);
        Courier patient = new Courier(
                attempts,
                LaneFakes.noHistory(),
                commands.gateway(),
                Clock.systemUTC(),
                new DeliveryProperties(1, DataSize.ofMegabytes(1), Duration.ofMinutes(1)));
        Lane lane = new Lane(DESTINATION, store, patient, PROPERTIES);
        deliveries(0, VERY_MANY).forEach(delivery -> patient.deliver(delivery, lane));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(commands.sent).hasSize(VERY_MANY));
        recorded.complete(true);
        patient.stop();
    }

    @Test
    void doesNotSendWhatIsUnderWayAgainForTheLaneThatFollows() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 3));
        Sinks.One<Object> gate = Sinks.one();
        attempts.result = delivery -> gate.asMono().thenReturn(LaneSamples.success());
        Lane first = lane();
        await().untilAsserted(() -> assertThat(attempts.sent).isEqualTo(positions(1, 2)));
        first.stop();
        lane();
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(attempts.sent).isEqualTo(positions(1, 2)));
        gate.tryEmitEmpty();
        awaitRecorded(2);
        assertThat(attempts.sent).isEqualTo(positions(1, 3));
    }

    @Test
    void sendsAgainForTheLaneThatFollowsWhatTheFirstGaveUp() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 3));
        Sinks.One<Object> gate = Sinks.one();
        AtomicInteger tries = new AtomicInteger();
        attempts.result = delivery -> tries.incrementAndGet() == 1
                ? gate.asMono().then(Mono.error(new IllegalStateException("the log is down")))
                : Mono.just(LaneSamples.success());
        Lane first = lane();
        await().untilAsserted(() -> assertThat(attempts.sent).isEqualTo(positions(1, 2)));
        first.stop();
        lane();
        gate.tryEmitEmpty();
        awaitRecorded(2);
        assertThat(attempts.sent).containsExactly(1L, 1L, 2L);
    }

    @Test
    void recordsWhatWasSentAlsoIfTheLaneStopsMeanwhile() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 2));
        AtomicBoolean down = new AtomicBoolean(true);
        commands.answer = command -> down.get()
                ? CompletableFuture.failedFuture(new IllegalStateException("the log is down"))
                : CompletableFuture.completedFuture(true);
        Lane lane = lane();
        await().untilAsserted(() -> assertThat(commands.sent).isNotEmpty());
        lane.stop();
        int before = commands.sent.size();
        await().untilAsserted(() -> assertThat(commands.sent).hasSizeGreaterThan(before + 1));
        down.set(false);
        courier.stop();
        assertThat(commands.sent(RecordAttempts.class)).containsOnly((RecordAttempts) commands.sent.getFirst());
        assertThat(attempts.sent).isEqualTo(positions(1, 2));
    }

    @Test
    void stopsWithinFiveSecondsAlthoughADestinationHangsAndTheLogIsDown() {
        store.save(DESTINATION, open(2));
        store.queue(deliveries(1, 3));
        attempts.result = delivery -> delivery.position() == 1 ? Mono.never() : Mono.just(LaneSamples.success());
        commands.answer = command -> CompletableFuture.failedFuture(new IllegalStateException("the log is down"));
        Lane lane = lane();
        await().untilAsserted(() -> assertThat(commands.sent).isNotEmpty());
        lane.stop();
        int before = commands.sent.size();
        long started = System.nanoTime();
        courier.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(commands.sent).as("nothing goes on in the background").hasSizeLessThanOrEqualTo(before + 1);
    }
}
