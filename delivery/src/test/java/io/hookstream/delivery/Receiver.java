package io.hookstream.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A destination: it remembers what it gets, and answers 200, at once or when the test lets it. */
public final class Receiver implements AutoCloseable {

    public record Request(String path, String method, String eventId, String apiKey, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Semaphore answers = new Semaphore(Integer.MAX_VALUE / 2);
    private final HttpServer server;

    /** Which requests are answered with 500. */
    public volatile Predicate<Request> failing = request -> false;

    public Receiver() {
        try {
            server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        Request request = new Request(
                exchange.getRequestURI().getPath(),
                exchange.getRequestMethod(),
                exchange.getRequestHeaders().getFirst("X-hookstream-Event-Id"),
                exchange.getRequestHeaders().getFirst("X-Api-Key"),
                exchange.getRequestBody().readAllBytes());
        requests.add(request);
        answers.acquireUninterruptibly();
        now.decrementAndGet();
        byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(failing.test(request) ? 500 : 200, ok.length);
        exchange.getResponseBody().write(ok);
        exchange.close();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public List<String> bodies() {
        return requests.stream().map(Request::text).toList();
    }

    /** Answers nothing until {@link #release}. */
    public void hold() {
        answers.drainPermits();
    }

    public void release() {
        answers.release(Integer.MAX_VALUE / 2);
    }

    /** How many requests were unanswered at once. */
    public int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
