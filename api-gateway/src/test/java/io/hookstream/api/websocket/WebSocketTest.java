package io.hookstream.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.websocket.WebSocketQuery.Broadcast;
import io.hookstream.messages.websocket.WebSocketQuery.Reached;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connections begin and end, against the limits of a gateway of its own. */
class WebSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Gateway GATEWAY = Gateway.of(
            "hookstream.gateway.web-socket.connections=3",
            "hookstream.gateway.web-socket.ping-every=2s",
            "hookstream.gateway.receive-within=1500ms",
            "server.netty.idle-timeout=1500ms");

    private final List<Client> clients = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param messages as they came */
    private record Client(WebSocket socket, List<String> messages, List<Integer> closed) {

        int awaitClosed() {
            await().atMost(PATIENCE).until(() -> !closed.isEmpty());
            return closed.getFirst();
        }

        void subscribe(String channel) {
            socket.sendText("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}", true)
                    .join();
            await().atMost(PATIENCE)
                    .until(() -> messages.stream()
                            .anyMatch(message -> message.contains("subscribed") && message.contains(channel)));
        }
    }

    @AfterEach
    void disconnect() {
        clients.forEach(client -> client.socket().abort());
        http.close();
        await().atMost(PATIENCE).until(WebSocketTest::isEverybodyGone);
        GATEWAY.bus.reset();
    }

    /** Then there is room for as many as may be. */
    private static boolean isEverybodyGone() {
        Clients known = GATEWAY.bean(Clients.class);
        List<Connection> most = Stream.generate(() -> new Connection(Gateway.TENANT, null, () -> {}))
                .limit(3)
                .toList();
        boolean gone = most.stream().allMatch(known::add);
        most.forEach(known::remove);
        return gone;
    }

    private Client connect(String key) {
        Client[] made = new Client[1];
        List<String> messages = new CopyOnWriteArrayList<>();
        List<Integer> closed = new CopyOnWriteArrayList<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + GATEWAY.port() + "/v1/ws?token=" + key),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                messages.add(text.toString());
                                from.request(1);
                                return null;
                            }

                            @Override
                            public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                                closed.add(status);
                                return null;
                            }

                            @Override
                            public void onError(WebSocket from, Throwable error) {
                                closed.add(-1);
                            }
                        })
                .join();
        made[0] = new Client(socket, messages, closed);
        clients.add(made[0]);
        return made[0];
    }

    private static Reached broadcast(Tenant tenant, String text) {
        return GATEWAY.bean(Clients.class)
                .handle(new Broadcast(tenant, "dst_1", "live", "\"" + text + "\""))
                .join();
    }

    @Test
    void aClientThatAnswersPingsStaysHoweverLittleItSays() {
        keys();
        Client client = connect("read");
        await().atMost(PATIENCE)
                .until(() -> client.messages().stream()
                                .filter("{\"type\":\"ping\"}"::equals)
                                .count()
                        >= 4);
        assertThat(client.closed()).isEmpty();
    }

    @Test
    void oneThatDoesNotAnswerIsGone() throws Exception {
        keys();
        try (Socket socket = raw()) {
            assertThat(GATEWAY.bean(Clients.class).isFull(Gateway.TENANT)).isFalse();
            assertThat(text(socket.getInputStream())).contains("no answer to ping");
        }
    }

    /** A client that shakes hands and then says nothing at all. */
    private static Socket raw() throws Exception {
        Socket socket = new Socket("127.0.0.1", GATEWAY.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setReceiveBufferSize(8 * 1024);
        socket.getOutputStream()
                .write(("GET /v1/ws?token=read HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return socket;
    }

    private static String text(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void thereAreOnlySoManyOfATenant() {
        keys();
        connect("read");
        connect("read");
        connect("read");

        assertThatThrownBy(() -> connect("read"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(429));
        assertThat(connect("other").closed()).isEmpty();
        clients.getFirst().socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        await().atMost(PATIENCE).until(() -> !GATEWAY.bean(Clients.class).isFull(Gateway.TENANT));
        connect("read");
    }

    @Test
    void aScopeIsNeeded() {
        keys();
        assertThatThrownBy(() -> connect("ingest"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aKeyThatIsRevokedListensNoMore() {
        keys();
        Client client = connect("read");
        GATEWAY.bus.query(FindApiKey.class, ApiKeyView.class, query -> null);

        assertThat(client.awaitClosed()).isEqualTo(1008);
    }

    @Test
    void onlyTheTenantsOwnAreTold() {
        keys();
        Client mine = connect("read");
        Client other = connect("other");
        mine.subscribe("deliveries:live");
        other.subscribe("deliveries:live");

        assertThat(broadcast(Gateway.TENANT, "x")).isEqualTo(new Reached(1, 1));
        await().atMost(PATIENCE)
                .until(() -> mine.messages()
                        .contains("{\"type\":\"delivery\",\"channel\":\"deliveries:live\",\"data\":\"x\"}"));
        assertThat(other.messages()).noneMatch(message -> message.contains("delivery\""));
        mine.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        await().atMost(PATIENCE).until(() -> broadcast(Gateway.TENANT, "x").equals(Reached.NOBODY));
    }

    @Test
    void oneThatReadsNothingIsDroppedAndTheOthersGetEverything() throws Exception {
        keys();
        Client fast = connect("read");
        fast.subscribe("deliveries:live");
        try (Socket slow = raw()) {
            String subscribe = "{\"type\":\"subscribe\",\"channel\":\"deliveries:live\"}";
            slow.getOutputStream().write(masked(subscribe));
            await().atMost(PATIENCE)
                    .until(() -> broadcast(Gateway.TENANT, "small").subscribed() == 2);
            String large = "x".repeat(900_000);
            AtomicInteger told = new AtomicInteger();

            long began = System.nanoTime();
            await().atMost(PATIENCE).until(() -> {
                told.incrementAndGet();
                return broadcast(Gateway.TENANT, large).subscribed() == 1;
            });

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThat(broadcast(Gateway.TENANT, "last")).isEqualTo(new Reached(1, 1));
            await().atMost(PATIENCE).until(() -> fast.messages().getLast().endsWith("\"last\"}"));
            assertThat(fast.messages().stream()
                            .mapToLong(WebSocketTest::payload)
                            .sum())
                    .isEqualTo((long) told.get() * large.length());
            assertThat(fast.closed()).isEmpty();
        }
    }

    /** How many characters of a part of a message are a large one's. */
    private static long payload(String part) {
        return part.chars().filter(c -> c == 'x').count();
    }

    /** With a key of zeros, which changes nothing. */
    private static byte[] masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 6)
                .put((byte) 0x81)
                .put((byte) (0x80 | bytes.length))
                .putInt(0)
                .put(bytes)
                .array();
    }

    @Test
    void whatIsNoTextIsNotUnderstood() throws Exception {
        keys();
        Client client = connect("read");
        client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get(5, TimeUnit.SECONDS);
        assertThat(client.awaitClosed()).isEqualTo(1003);
    }

    @Test
    void aMessageThatIsTooLongIsNotRead() throws Exception {
        keys();
        Client whole = connect("read");
        whole.socket().sendText("x".repeat(9000), true).get(5, TimeUnit.SECONDS);
        Client parts = connect("read");
        parts.socket().sendText("x".repeat(5000), false).get(5, TimeUnit.SECONDS);
        parts.socket().sendText("x".repeat(5000), true).get(5, TimeUnit.SECONDS);

        assertThat(whole.awaitClosed()).isEqualTo(1009);
        assertThat(parts.awaitClosed()).isEqualTo(1009);
    }

    private static void keys() {
        GATEWAY.configurationIs(true, false);
        GATEWAY.bus.query(FindApiKey.class, ApiKeyView.class, query -> {
            String hash = query.hash();
            return List.of("read", "ingest", "other").stream()
                    .filter(key -> io.hookstream.messages.apikey.ApiKeySettings.hash(key)
                            .equals(hash))
                    .map(key -> new ApiKeyView(
                            "key_" + key,
                            key.equals("other") ? new Tenant("org_2", "env_2") : Gateway.TENANT,
                            List.of(key.equals("other") ? "read" : key)))
                    .findFirst()
                    .orElse(null);
        });
    }
}
