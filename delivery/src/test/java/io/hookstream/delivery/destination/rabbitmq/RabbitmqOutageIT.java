package io.hookstream.delivery.destination.rabbitmq;

import io.hookstream.delivery.Pipeline;
import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.RabbitmqConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class RabbitmqOutageIT extends OutageContract {

    private final RabbitmqServer server = new RabbitmqServer();
    private final List<String> received = new ArrayList<>();

    @AfterEach
    void end() {
        server.close();
    }

    @Override
    protected DestinationConfig config() {
        server.declare("webhooks", "webhooks", "events", Map.of());
        return new RabbitmqConfig(
                server.url(),
                "/",
                "webhooks",
                "events",
                RabbitmqServer.USER,
                Pipeline.secret(RabbitmqServer.PASSWORD),
                30);
    }

    @Override
    protected void down() {
        server.stop();
    }

    @Override
    protected void up() {
        server.start();
    }

    @Override
    protected List<String> received() {
        received.addAll(server.takeAll("webhooks"));
        return received;
    }
}
