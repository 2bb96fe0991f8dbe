package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.Pipeline;
import io.hookstream.delivery.destination.LocalServer;
import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.KafkaConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

class RestOutageIT extends OutageContract {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final LocalServer server = new LocalServer(exchange -> {
        received.add(Json.mapper()
                .readTree(exchange.getRequestBody().readAllBytes())
                .at("/value/data")
                .toString());
        LocalServer.answer(exchange, 200, "{\"error_code\":200}");
    });

    @AfterEach
    void end() {
        server.close();
    }

    @Override
    protected DestinationConfig config() {
        return new KafkaConfig(
                        "broker.example:9092",
                        "lkc-1",
                        "events",
                        "KEY",
                        Pipeline.secret("a secret of some length"),
                        null,
                        server.url(""),
                        null,
                        null,
                        20)
                .checked();
    }

    @Override
    protected void down() {
        server.down();
    }

    @Override
    protected void up() {
        server.up();
    }

    @Override
    protected List<String> received() {
        return received;
    }
}
