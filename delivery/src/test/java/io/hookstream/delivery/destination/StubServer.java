package io.hookstream.delivery.destination;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server on loopback that answers each connection as a test wants, down to the byte. */
final class StubServer implements AutoCloseable {

    /** Speaks on one connection until it returns; then the connection is closed. */
    interface Script {
        void speak(Socket socket, StubServer server) throws Exception;
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket listener;

    StubServer(Script script) {
        try {
            listener = new ServerSocket(0, 1000, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** Reads requests and answers each with the same bytes. */
    static StubServer answering(String response) {
        return new StubServer((socket, server) -> {
            while (server.read(socket)) {
                socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    record Request(String head, byte[] body) {

        String firstLine() {
            return head.lines().findFirst().orElseThrow();
        }

        List<String> values(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** False at the end of the connection. */
    boolean read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.write(b);
        }
        Request request = new Request(head.toString(StandardCharsets.ISO_8859_1), new byte[0]);
        List<String> length = request.values("content-length");
        byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length.getFirst()));
        requests.add(new Request(request.head(), body));
        return true;
    }

    private void accept(Script script) {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        script.speak(socket, this);
                    } catch (Exception e) {
                        // the client went away, or the test is over
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
