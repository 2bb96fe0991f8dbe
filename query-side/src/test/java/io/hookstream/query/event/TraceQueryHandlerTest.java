package io.hookstream.query.event;

import static io.hookstream.query.Samples.CONNECTION;
import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.EVENT;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TARGET;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.received;
import static io.hookstream.query.Samples.sourceCreated;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Json;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.TraceEvent;
import io.hookstream.messages.event.EventTrace;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import io.hookstream.messages.event.TraceStep;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class TraceQueryHandlerTest {

    private static final String CIRCUIT = CircuitCommand.id(DESTINATION);
    private static final String REASON =
            "filter_rules[0]: payload.type eq \"order.created\" did not match; it is \"order.paid\"";

    private final EventStore log = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final TraceQueryHandler handler =
            new TraceQueryHandler(new StaticListableBeanFactory(Map.of("log", log)).getBeanProvider(EventStore.class));
    private final Map<String, Long> versions = new HashMap<>();

    private static Instant at(int second) {
        return Instant.parse("2026-01-02T03:00:00Z").plusSeconds(second);
    }

    private void append(int second, String id, DomainEvent event) {
        long version = versions.merge(id, 0L, (last, first) -> last + 1);
        log.publish(new GenericDomainEventMessage<>(
                "Aggregate", id, version, new GenericMessage<>(event), () -> at(second)));
    }

    private void append(int second, DomainEvent... events) {
        for (DomainEvent event : events) {
            append(second, EVENT, event);
        }
    }

    private void circuit(int second, CircuitEvent event) {
        append(second, CIRCUIT, event);
    }

    private @Nullable EventTrace trace(String id, Tenant tenant) {
        return handler.handle(new TraceEvent(id, tenant)).join();
    }

    private EventTrace trace() {
        return Objects.requireNonNull(trace(EVENT, TENANT));
    }

    private static EventRouted routed() {
        return new EventRouted(
                EVENT, TENANT, SOURCE, List.of(CONNECTION), List.of(new Skipped("conn_2", REASON, 4L)), "processing");
    }

    private static DeliveryRequested requested() {
        return new DeliveryRequested(EVENT, TENANT, SOURCE, TARGET, 3L);
    }

    private static Attempt attempt(int number, int second, boolean success) {
        return new Attempt(
                "da_" + number,
                number,
                success,
                success ? 200 : 503,
                success ? null : "http_5xx",
                success ? null : "The destination answered 503",
                Map.of(),
                Map.of(),
                null,
                42,
                at(second),
                7L,
                3L);
    }

    private static DeliveryFailed failed(int number, int second) {
        return new DeliveryFailed(
                EVENT,
                TENANT,
                SOURCE,
                TARGET,
                attempt(number, second, false),
                "processing",
                number - 1,
                RetryPolicy.NONE,
                null);
    }

    private static DeliverySucceeded succeeded(int number, int second) {
        return new DeliverySucceeded(EVENT, TENANT, SOURCE, TARGET, attempt(number, second, true), "delivered");
    }

    private static DeliveryRetryRequested retried(int number, boolean manual) {
        return new DeliveryRetryRequested(
                EVENT, TENANT, SOURCE, TARGET, "da_" + (number - 1), number, manual, "processing");
    }

    private static TraceStep attempted(int at, int number, int second, boolean success) {
        Attempt attempt = attempt(number, second, success);
        return new TraceStep.Attempted(
                at(at),
                TARGET.deliveryId(),
                DESTINATION,
                attempt.id(),
                number,
                success,
                attempt.statusCode(),
                attempt.errorType(),
                attempt.errorMessage(),
                at(second),
                42,
                7L,
                3L);
    }

    @Test
    void everyDecisionIsAStepInTheOrderOfTheLog() {
        append(0, received(EVENT));
        append(1, routed(), requested());
        append(3, failed(1, 2));
        append(4, new DeliveryRetryScheduled(EVENT, TENANT, SOURCE, TARGET, "da_1", 2, at(30)));
        append(30, retried(2, false));
        append(32, failed(2, 31));
        append(
                33,
                new DeliveryDeadLettered(
                        EVENT, TENANT, SOURCE, TARGET, "da_2", "http_5xx", "no retries are left", "failed"));
        append(60, retried(3, true));
        append(62, succeeded(3, 61), new DeliveryRecovered(EVENT, TENANT, SOURCE, TARGET, 2));

        String delivery = TARGET.deliveryId();
        assertThat(trace())
                .isEqualTo(new EventTrace(
                        EVENT,
                        "delivered",
                        List.of(
                                new TraceStep.Received(at(0), SOURCE, "POST", null, "192.0.2.7", 2, null, null),
                                new TraceStep.Routed(at(1), 1, 1),
                                new TraceStep.ConnectionSkipped(at(1), "conn_2", 4L, REASON),
                                new TraceStep.ConnectionMatched(at(1), CONNECTION, 3L),
                                new TraceStep.Requested(at(1), delivery, DESTINATION, CONNECTION, 3L, null),
                                attempted(3, 1, 2, false),
                                new TraceStep.RetryScheduled(at(4), delivery, 2, at(30)),
                                new TraceStep.RetryRequested(at(30), delivery, 2, false),
                                attempted(32, 2, 31, false),
                                new TraceStep.DeadLettered(at(33), delivery, "da_2", "http_5xx", "no retries are left"),
                                new TraceStep.RetryRequested(at(60), delivery, 3, true),
                                attempted(62, 3, 61, true),
                                new TraceStep.Recovered(at(62), delivery, 2)),
                        false));
    }

    @Test
    void aDuplicateSaysOfWhat() {
        EventReceived first = received(EVENT);
        append(
                0,
                new EventReceived(EVENT, TENANT, SOURCE, first.request(), first.payload(), "duplicate", "evt_0", null));
        assertThat(trace().status()).isEqualTo("received");
        assertThat(trace().steps())
                .containsExactly(
                        new TraceStep.Received(at(0), SOURCE, "POST", null, "192.0.2.7", 2, "duplicate", "evt_0"));
    }

    @Test
    void aReplayIsAskedForRoutedAndFinished() {
        DeliveryTarget target = new DeliveryTarget("dlv_9", CONNECTION, DESTINATION, "rpl_1");
        append(0, received(EVENT), new ReplayRequested(EVENT, TENANT, SOURCE, "rpl_1", DESTINATION, "then"));
        append(
                1,
                new EventReplayed(
                        EVENT,
                        TENANT,
                        SOURCE,
                        "rpl_1",
                        List.of(target),
                        List.of(new Skipped("conn_2", REASON, 4L)),
                        "processing"),
                new DeliveryRequested(EVENT, TENANT, SOURCE, target, 3L));
        append(2, new EventReplayFinished(EVENT, TENANT, SOURCE, "rpl_1", "failed"));
        assertThat(trace().status()).isEqualTo("processing");
        assertThat(trace().steps().stream().skip(1))
                .containsExactly(
                        new TraceStep.ReplayAsked(at(0), "rpl_1", DESTINATION, "then"),
                        new TraceStep.Replayed(at(1), "rpl_1", 1, 1),
                        new TraceStep.ConnectionSkipped(at(1), "conn_2", 4L, REASON),
                        new TraceStep.ConnectionMatched(at(1), CONNECTION, 3L),
                        new TraceStep.Requested(at(1), "dlv_9", DESTINATION, CONNECTION, 3L, "rpl_1"),
                        new TraceStep.ReplayFinished(at(2), "rpl_1", "failed"));
    }

    @Test
    void aDeliveryThatWaitedForTheCircuitSaysHowLong() {
        circuit(0, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 1, 5, 60));
        append(10, received(EVENT));
        append(11, routed(), requested());
        circuit(60, new CircuitHalfOpened(CIRCUIT, TENANT, DESTINATION, 1));
        circuit(62, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 2, 6, 60));
        circuit(122, new CircuitHalfOpened(CIRCUIT, TENANT, DESTINATION, 2));
        circuit(124, new CircuitClosed(CIRCUIT, TENANT, DESTINATION, CircuitEvent.PROBE_SUCCEEDED));
        append(126, succeeded(1, 125));
        circuit(200, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 3, 5, 60));

        assertThat(waits())
                .containsExactly(new TraceStep.CircuitWaited(at(11), TARGET.deliveryId(), DESTINATION, at(124)));
        assertThat(trace().steps()).last().isInstanceOf(TraceStep.Attempted.class);
    }

    @Test
    void aProbeWaitedUntilItWasSent() {
        append(0, received(EVENT));
        append(1, routed(), requested());
        circuit(2, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 1, 5, 60));
        circuit(62, new CircuitHalfOpened(CIRCUIT, TENANT, DESTINATION, 1));
        append(64, failed(1, 63));
        assertThat(waits())
                .containsExactly(new TraceStep.CircuitWaited(at(2), TARGET.deliveryId(), DESTINATION, at(63)));
    }

    @Test
    void aDeliveryThatStillWaitsSaysSo() {
        append(0, received(EVENT));
        append(1, routed(), requested());
        circuit(2, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 1, 5, 60));
        assertThat(waits()).containsExactly(new TraceStep.CircuitWaited(at(2), TARGET.deliveryId(), DESTINATION, null));
        append(9, new DeliveryCancelled(EVENT, TENANT, SOURCE, TARGET, "the destination was deleted", "failed"));
        assertThat(waits())
                .containsExactly(new TraceStep.CircuitWaited(at(2), TARGET.deliveryId(), DESTINATION, at(9)));
        assertThat(trace().steps())
                .last()
                .isEqualTo(new TraceStep.Cancelled(at(9), TARGET.deliveryId(), "the destination was deleted"));
        assertThat(trace().status()).isEqualTo("failed");
    }

    @Test
    void whatIsSentInSpiteOfTheCircuitDidNotWait() {
        append(0, received(EVENT));
        append(1, routed(), requested());
        circuit(3, new CircuitOpened(CIRCUIT, TENANT, DESTINATION, 1, 5, 60));
        append(4, succeeded(1, 2));
        assertThat(waits()).isEmpty();
    }

    private List<TraceStep> waits() {
        return trace().steps().stream()
                .filter(TraceStep.CircuitWaited.class::isInstance)
                .toList();
    }

    @Test
    void aTraceIsBounded() {
        append(0, received(EVENT));
        append(1, routed(), requested());
        append(
                2,
                IntStream.rangeClosed(1, EventTrace.MAX_STEPS)
                        .mapToObj(number -> failed(number, 2))
                        .toArray(DomainEvent[]::new));
        assertThat(trace().steps()).hasSize(EventTrace.MAX_STEPS);
        assertThat(trace().truncated()).isTrue();
    }

    @Test
    void nobodyTracesTheEventsOfOthersNorWhatIsNoEvent() {
        append(0, received(EVENT));
        append(0, SOURCE, sourceCreated(SOURCE));
        assertThat(trace(EVENT, STRANGER)).isNull();
        assertThat(trace("evt_none", TENANT)).isNull();
        assertThat(trace(SOURCE, TENANT)).isNull();
    }

    @Test
    void aTraceTravelsBetweenProcesses() throws Exception {
        append(0, received(EVENT));
        append(1, routed(), requested());
        append(3, failed(1, 2));
        String json = Json.mapper().writeValueAsString(trace());
        assertThat(json).contains("\"type\":\"connection_skipped\"");
        assertThat(Json.mapper().readValue(json, EventTrace.class)).isEqualTo(trace());
    }
}
