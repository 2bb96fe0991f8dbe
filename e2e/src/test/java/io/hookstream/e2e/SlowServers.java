package io.hookstream.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Destinations, each a host of its own, that take every request and answer it byte by byte. */
final class SlowServers implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);

    private final List<ServerSocket> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration perByte;

    private SlowServers(Duration perByte) {
        this.perByte = perByte;
    }

    static SlowServers start(int count, Duration perByte) {
        SlowServers all = new SlowServers(perByte);
        for (int i = 0; i < count; i++) {
            try {
                ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
                all.servers.add(server);
                all.threads.execute(() -> all.accept(server));
            } catch (IOException e) {
                all.close();
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    List<String> urls() {
        return servers.stream()
                .map(server -> "http://127.0.0.1:" + server.getLocalPort() + "/slow")
                .toList();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> drip(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void drip(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            for (byte one : ANSWER) {
                out.write(one);
                out.flush();
                Thread.sleep(perByte);
            }
        } catch (IOException goneAway) {
            // It has lost its patience, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        for (ServerSocket server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
