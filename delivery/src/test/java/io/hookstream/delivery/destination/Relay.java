package io.hookstream.delivery.destination;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Between a client and a server, and able to let nothing through. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int port;
    final AtomicInteger connections = new AtomicInteger();
    volatile boolean silent;

    Relay(String server) throws IOException {
        port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return "https://127.0.0.1:" + listener.getLocalPort() + path;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Socket server = new Socket("127.0.0.1", port);
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            byte[] bytes = new byte[16_384];
            for (int read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                await().until(() -> !silent || to.isClosed());
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException | RuntimeException e) {
            // one of the two went away
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
