package io.hookstream.bench.destination;

import io.hookstream.bench.program.Api;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import io.hookstream.bench.sink.Tally;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client that is subscribed to the destination's channel: Java's own. */
final class WebSocketSubscriber implements Kind {
    private static final String CHANNEL = "bench";
    private static final int SUBSCRIBED_WITHIN_SECONDS = 10;

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public String type() {
        return "websocket";
    }

    @Override
    public String remark() {
        return "real: the JDK's client, subscribed";
    }

    @Override
    public Endpoint open(Sink sink, Api api, Path folder) throws IOException, InterruptedException {
        Subscription subscription = new Subscription();
        subscription.connect(api);
        return subscription;
    }

    private static final class Subscription implements Endpoint, WebSocket.Listener {
        private final HttpClient client = HttpClient.newHttpClient();
        private final Tally tally = new Tally();
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final StringBuilder message = new StringBuilder();

        void connect(Api api) throws IOException, InterruptedException {
            WebSocket socket = client.newWebSocketBuilder()
                    .header("X-API-Key", api.key())
                    .buildAsync(URI.create("ws://127.0.0.1:" + api.port() + "/v1/ws"), this)
                    .join();
            socket.sendText("{\"type\":\"subscribe\",\"channel\":\"deliveries:" + CHANNEL + "\"}", true)
                    .join();
            if (!subscribed.await(SUBSCRIBED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the WebSocket was not subscribed");
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            message.append(text);
            if (last) {
                byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
                if (message.indexOf("\"subscribed\"") >= 0) {
                    subscribed.countDown();
                } else {
                    tally.note(bytes);
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public Map<String, ?> config() {
            return Map.of("channel_name", CHANNEL);
        }

        @Override
        public Receiver receiver() {
            return tally;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
