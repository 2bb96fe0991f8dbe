package io.hookstream.delivery.destination;

import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.HttpConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

class HttpOutageIT extends OutageContract {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final LocalServer server = new LocalServer(exchange -> {
        received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        LocalServer.answer(exchange, 200, "{}");
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected DestinationConfig config() {
        return new HttpConfig(server.url("/hooks"), "POST", Map.of(), 30);
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
