package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the JDK's, connected over a WebSocket. */
final class Listener implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Whole ones, the oldest first. */
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();

    /** Why it was closed. */
    volatile @Nullable Integer closed;

    private final StringBuilder text = new StringBuilder();
    private final HttpClient client;
    private final WebSocket socket;

    /** @throws java.util.concurrent.CompletionException if the handshake is refused */
    Listener(Started program, String query, Map<String, String> headers, String... protocols) {
        client = HttpClient.newHttpClient();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (protocols.length > 0) {
            builder.subprotocols(
                    protocols[0],
                    List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + program.port() + "/v1/ws" + query), this)
                .join();
        await().atMost(PATIENCE).until(() -> !messages.isEmpty()); // the welcome
    }

    static Listener with(Started program, String key) {
        return new Listener(program, "?token=" + key, Map.of());
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    void say(String message) {
        socket.sendText(message, true).join();
    }

    JsonNode answer(String message) {
        int before = messages.size();
        say(message);
        await().atMost(PATIENCE).until(() -> messages.size() > before);
        return messages.get(before);
    }

    void subscribe(String channel) {
        JsonNode answer = answer("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}");
        assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("subscribed");
        assertThat(answer.path("channel").asText()).isEqualTo(channel);
    }

    List<JsonNode> deliveries() {
        return messages.stream()
                .filter(message -> message.path("type").asText().equals("delivery"))
                .toList();
    }

    JsonNode awaitDelivery() {
        await().atMost(PATIENCE).until(() -> !deliveries().isEmpty());
        return deliveries().getFirst();
    }

    int awaitClosed() {
        return await().atMost(PATIENCE).until(() -> closed, code -> code != null);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                messages.add(Json.mapper().readTree(text.toString()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed = status;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed = -1;
    }

    @Override
    public void close() {
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            // it is closed already
        }
        socket.abort();
        client.close();
    }
}
