package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.Refused;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private final LaneFakes.Commands commands = new LaneFakes.Commands();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Object> held = new CompletableFuture<>();

    @AfterEach
    void close() {
        threads.close();
    }

    private Recorder recorder(Duration within) {
        return new Recorder(commands.gateway(), threads, within);
    }

    private static EndedAttempt ended(String deliveryId) {
        Attempt attempt = new Attempt(
                "da_" + deliveryId, 1, true, 200, null, null, Map.of(), Map.of(), "", 1, Instant.EPOCH, 1L, 1L);
        return new EndedAttempt(deliveryId, attempt, RetryPolicy.NONE, null);
    }

    /** Of each command, the deliveries. */
    private List<List<String>> sent() {
        return commands.sent.stream().map(RecorderTest::deliveries).toList();
    }

    private static List<String> deliveries(Object command) {
        Object payload = command instanceof CommandMessage<?> message ? message.getPayload() : command;
        return ((RecordAttempts) payload)
                .ended().stream().map(EndedAttempt::deliveryId).toList();
    }

    private void hold(String deliveryId) {
        commands.answer =
                command -> deliveries(command).contains(deliveryId) ? held : CompletableFuture.completedFuture(true);
    }

    @Test
    void recordsTogetherWhatEndsWhileAnotherIsBeingRecorded() {
        hold("dlv_1");
        Recorder recorder = recorder(Duration.ofMinutes(1));
        CompletableFuture<Boolean> first = recorder.record("evt_1", ended("dlv_1"), null);
        CompletableFuture<Boolean> second = recorder.record("evt_1", ended("dlv_2"), null);
        CompletableFuture<Boolean> third = recorder.record("evt_1", ended("dlv_3"), null);
        assertThat(sent()).containsExactly(List.of("dlv_1"));
        held.complete(true);
        assertThat(List.of(first.join(), second.join(), third.join())).containsOnly(true);
        assertThat(recorder.record("evt_1", ended("dlv_4"), null).join()).isTrue();
        assertThat(sent()).containsExactly(List.of("dlv_1"), List.of("dlv_2", "dlv_3"), List.of("dlv_4"));
    }

    @Test
    void recordsNotTooManyTogether() {
        hold("dlv_0");
        Recorder recorder = recorder(Duration.ofMinutes(1));
        List<CompletableFuture<Boolean>> all = IntStream.rangeClosed(0, Recorder.TOGETHER + 1)
                .mapToObj(i -> recorder.record("evt_1", ended("dlv_" + i), null))
                .toList();
        held.complete(true);
        assertThat(all).allMatch(CompletableFuture::join);
        assertThat(sent()).extracting(List::size).containsExactly(1, Recorder.TOGETHER, 1);
    }

    @Test
    void tellsOfEachWhetherItWasOverAlready() {
        commands.over.add("dlv_2");
        hold("dlv_1");
        Recorder recorder = recorder(Duration.ofMinutes(1));
        CompletableFuture<Boolean> first = recorder.record("evt_1", ended("dlv_1"), null);
        CompletableFuture<Boolean> second = recorder.record("evt_1", ended("dlv_2"), null);
        CompletableFuture<Boolean> third = recorder.record("evt_1", ended("dlv_3"), null);
        held.complete(true);
        assertThat(List.of(first.join(), second.join(), third.join())).containsExactly(true, false, true);
    }

    @Test
    void otherEventsDoNotWaitNorWhatComesFromSomethingElse() {
        commands.answer = command -> held;
        Recorder recorder = recorder(Duration.ofMinutes(1));
        recorder.record("evt_1", ended("dlv_1"), null);
        recorder.record("evt_2", ended("dlv_2"), null);
        recorder.record("evt_1", ended("dlv_3"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(sent()).containsExactly(List.of("dlv_1"), List.of("dlv_2"), List.of("dlv_3"));
        held.complete(true);
    }

    @Test
    void whatIsTheFaultOfOneIsNotThatOfTheOthers() {
        commands.answer = command -> {
            List<String> deliveries = deliveries(command);
            if (deliveries.contains("dlv_1")) {
                return held;
            }
            return deliveries.contains("dlv_2")
                    ? CompletableFuture.failedFuture(Refused.notFound("Delivery"))
                    : CompletableFuture.completedFuture(true);
        };
        Recorder recorder = recorder(Duration.ofMinutes(1));
        CompletableFuture<Boolean> first = recorder.record("evt_1", ended("dlv_1"), null);
        CompletableFuture<Boolean> faulty = recorder.record("evt_1", ended("dlv_2"), null);
        CompletableFuture<Boolean> third = recorder.record("evt_1", ended("dlv_3"), null);
        held.completeExceptionally(new IllegalStateException("the log is down"));
        assertThat(problem(first)).hasMessageContaining("the log is down");
        assertThat(third.join()).isTrue();
        assertThat(problem(faulty)).isInstanceOf(Refused.class);
    }

    @Test
    void whatIsNotAnsweredKeepsTheNextWaitingForSoLongOnly() {
        commands.answer = command -> deliveries(command).contains("dlv_1")
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(true);
        Recorder recorder = recorder(Duration.ofMillis(200));
        CompletableFuture<Boolean> first = recorder.record("evt_1", ended("dlv_1"), null);
        CompletableFuture<Boolean> second = recorder.record("evt_1", ended("dlv_2"), null);
        assertThat(problem(first)).isInstanceOf(TimeoutException.class);
        assertThat(second.join()).isTrue();
    }

    private static @Nullable Throwable problem(CompletableFuture<Boolean> recorded) {
        await().until(recorded::isDone);
        return recorded.isCompletedExceptionally() ? recorded.exceptionNow() : null;
    }
}
