package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.Pipeline;
import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A destination that goes away and comes back, of every type. The test is the saga. */
public abstract class OutageContract extends WithPipeline {

    /** A machine may be busy. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** That works now. Its secrets are {@link Pipeline#secret}. */
    protected abstract DestinationConfig config();

    protected abstract void down();

    /** With what it had before. */
    protected abstract void up();

    /** The bodies that it has got in all, in any order. */
    protected abstract List<String> received();

    /** Which errors an attempt may end with while it is down. */
    protected Set<String> failures() {
        return Set.of(ErrorType.CONNECTION_REFUSED, ErrorType.CONNECTION_ERROR);
    }

    @Test
    void theCircuitOpensWhileItIsDownAndEverythingArrivesAfterwards() {
        DestinationConfig config = config();
        create(
                "dst_1",
                new DestinationSettings(
                        "Far",
                        "far",
                        config.kind(),
                        config,
                        true,
                        5,
                        "fixed",
                        List.of(30),
                        1,
                        null,
                        null,
                        null,
                        2,
                        60,
                        null));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        send(0);
        awaitAll(DeliverySucceeded.class, 1);

        down();
        send(1);
        awaitAll(DeliveryFailed.class, 1);
        send(2);
        awaitAll(CircuitOpened.class, 1);
        send(3);
        List<DeliveryFailed> failed = pipeline.log(DeliveryFailed.class);
        assertThat(failed).hasSize(2);
        assertThat(failed).extracting(one -> one.attempt().errorType()).isSubsetOf(failures());

        up();
        pipeline.send(new HalfOpenCircuit(CircuitCommand.id("dst_1"), 1));
        awaitAll(CircuitClosed.class, 1);
        failed.forEach(one -> pipeline.send(new RetryDelivery(one.eventId(), one.deliveryId(), 2)));
        awaitAll(DeliverySucceeded.class, 4);

        assertThat(pipeline.log(DeliveryFailed.class)).hasSize(2);
        String[] all = IntStream.range(0, 4).mapToObj(OutageContract::body).toArray(String[]::new);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received()).containsExactlyInAnyOrder(all));
    }

    private void awaitAll(Class<?> type, int count) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(pipeline.log(type)).hasSize(count));
    }

    private void send(int number) {
        ingest("evt_" + number, "src_1", body(number));
    }

    private static String body(int number) {
        return "{\"number\":" + number + "}";
    }
}
