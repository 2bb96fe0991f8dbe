package io.hookstream.bench.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
public final class Ports {
    private static final int FROM = 10_000;
    private static final int TO = 30_000;

    private Ports() {}

    /**
     * One that nobody listens on now, and not one of those that the system gives to outgoing connections: it might do so before
     * somebody listens.
     */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: try another.
            }
        }
    }
}
