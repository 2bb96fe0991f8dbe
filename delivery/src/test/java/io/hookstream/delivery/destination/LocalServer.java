package io.hookstream.delivery.destination;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The JDK's server on this machine, which may go away and come back at the same port. */
public final class LocalServer implements AutoCloseable {

    private final HttpHandler handler;
    private final int port;
    private HttpServer server;

    public LocalServer(HttpHandler handler) {
        this.handler = handler;
        server = started(0);
        port = server.getAddress().getPort();
    }

    private HttpServer started(int at) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer made = HttpServer.create(new InetSocketAddress(loopback, at), 50);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/", handler);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends an exchange with JSON. */
    public static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    public void down() {
        server.stop(0);
    }

    public void up() {
        server = started(port);
    }

    @Override
    public void close() {
        down();
    }
}
