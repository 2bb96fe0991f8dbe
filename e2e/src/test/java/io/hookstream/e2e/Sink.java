package io.hookstream.e2e;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A destination: an HTTP server on loopback that records every request, and answers each path as it is told to. */
final class Sink implements AutoCloseable {
    static final String EVENT_ID = "X-hookstream-Event-Id";

    static {
        // Else the JDK's server waits 40 ms with each answer for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Map<String, Function<Received, Answer>> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * One request that arrived.
     *
     * @param path without the query
     * @param answered the status that it is answered with, 0 for none
     */
    record Received(
            String method,
            String path,
            @Nullable String query,
            Headers headers,
            byte[] body,
            Instant at,
            int answered) {
        private Received answeredWith(int status) {
            return new Received(method, path, query, headers, body, at, status);
        }

        /** The header's first value. */
        @Nullable
        String header(String name) {
            return headers.getFirst(name);
        }

        /** The id of the event that was delivered; empty if there is none. */
        String eventId() {
            String id = header(EVENT_ID);
            return id == null ? "" : id;
        }

        /** The number of the delivery's attempt, 0 if it is none. */
        int attempt() {
            String number = header("X-hookstream-Delivery-Attempt");
            return number == null ? 0 : Integer.parseInt(number);
        }

        boolean succeeded() {
            return answered / 100 == 2;
        }

        String sha256() {
            return Sink.sha256(body);
        }
    }

    /** What a path answers, after a delay. A {@code hang} answers nothing until the sink is closed. */
    record Answer(int status, byte[] body, Duration delay, boolean hang, Map<String, String> headers) {
        static Answer status(int status) {
            return new Answer(status, "{\"ok\":true}".getBytes(StandardCharsets.UTF_8), Duration.ZERO, false, Map.of());
        }

        static Answer hangs() {
            return new Answer(0, new byte[0], Duration.ZERO, true, Map.of());
        }

        Answer after(Duration wait) {
            return new Answer(status, body, wait, hang, headers);
        }

        Answer with(String header, String value) {
            return new Answer(status, body, delay, hang, Map.of(header, value));
        }
    }

    private Sink(HttpServer server) {
        this.server = server;
    }

    static Sink start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            Sink sink = new Sink(server);
            server.setExecutor(sink.threads);
            server.createContext("/", sink::handle);
            server.start();
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on. Without it a path answers 200. */
    void answer(String path, Answer answer) {
        answer(path, request -> answer);
    }

    /** From now on, by what arrives: its {@code answered} is not known yet. Requests may arrive at the same time. */
    void answer(String path, Function<Received, Answer> answer) {
        answers.put(path, answer);
    }

    /** Everything since the start, or since the last {@link #forget}, in the order of arrival. */
    List<Received> received() {
        return List.copyOf(received);
    }

    List<Received> received(String path) {
        return received.stream().filter(request -> request.path().equals(path)).toList();
    }

    int count() {
        return received.size();
    }

    void forget() {
        received.clear();
    }

    /** Waits for the first request of an event on a path. */
    Received awaitEvent(String path, String eventId) {
        return await("event " + eventId + " at " + path)
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> received(path).stream()
                                .filter(request -> request.eventId().equals(eventId))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders(),
                    body,
                    Instant.now(),
                    0);
            Answer answer = answers.getOrDefault(request.path(), any -> Answer.status(200))
                    .apply(request);
            received.add(request.answeredWith(answer.status()));
            if (answer.hang()) {
                closed.await();
                return;
            }
            if (answer.delay().isPositive()) {
                Thread.sleep(answer.delay());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
