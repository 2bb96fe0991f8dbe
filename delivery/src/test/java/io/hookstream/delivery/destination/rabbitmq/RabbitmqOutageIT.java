package io.hookstream.delivery.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.Secret;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A broker that goes away and comes back. The test is the saga. */
class RabbitmqOutageIT extends WithPipeline {

    @Test
    void theCircuitOpensWhileTheBrokerIsDownAndEverythingArrivesAfterwards() {
        try (RabbitmqServer server = new RabbitmqServer()) {
            server.declare("webhooks", "webhooks", "events", Map.of());
            create("dst_1", settings(server.url()));
            pipeline.append(connected("conn_1", "src_1", "dst_1"));
            ingest("evt_0", "src_1", "0");
            awaitLogged(DeliverySucceeded.class, 1);

            server.stop();
            ingest("evt_1", "src_1", "1");
            awaitLogged(DeliveryFailed.class, 1);
            ingest("evt_2", "src_1", "2");
            awaitLogged(CircuitOpened.class, 1);
            ingest("evt_3", "src_1", "3");
            List<DeliveryFailed> failed = pipeline.log(DeliveryFailed.class);
            assertThat(failed)
                    .hasSize(2)
                    .allMatch(one -> List.of("connection_refused", "connection_error")
                            .contains(one.attempt().errorType()));

            server.start();
            pipeline.send(new HalfOpenCircuit(CircuitCommand.id("dst_1"), 1));
            awaitLogged(CircuitClosed.class, 1);
            failed.forEach(one -> pipeline.send(new RetryDelivery(one.eventId(), one.deliveryId(), 2)));
            awaitLogged(DeliverySucceeded.class, 4);

            List<String> received = new ArrayList<>();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                received.addAll(server.takeAll("webhooks"));
                assertThat(received).containsExactlyInAnyOrder("0", "1", "2", "3");
            });
        }
    }

    private static DestinationSettings settings(String url) {
        RabbitmqConfig config = new RabbitmqConfig(
                url,
                "/",
                "webhooks",
                "events",
                RabbitmqServer.USER,
                new Secret("encrypted:" + RabbitmqServer.PASSWORD, "tial"),
                30);
        return new DestinationSettings(
                "Broker",
                "broker",
                "rabbitmq",
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
                null);
    }
}
