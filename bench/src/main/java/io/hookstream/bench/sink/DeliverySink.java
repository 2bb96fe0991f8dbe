package io.hookstream.bench.sink;

import io.hookstream.bench.load.HttpReader;
import io.hookstream.bench.load.HttpReader.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sink, a process of its own: takes every delivery and notes which webhook it was and when it came. One port for each
 * {@link Dialect}, and one to ask it, of which {@link Sink} knows the addresses.
 */
final class DeliverySink {
    static final long HANG_SECONDS = 30;

    private final Map<String, Tally> tallies = new HashMap<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private @Nullable String hanging;

    /** An answer that waits until it is due, by {@link System#nanoTime}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Held(SocketChannel channel, byte[] answer, long dueNanos) {}

    /** @param dialect null for the port on which it is asked */
    private record Port(@Nullable Dialect dialect) {}

    private record Connection(@Nullable Dialect dialect, HttpReader reader) {}

    private DeliverySink() {}

    /** Listens on free ports of the loopback address and prints them, until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        exitWithParent();
        new DeliverySink().serve();
    }

    /** A sink must not outlive a bench that was killed. */
    private static void exitWithParent() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                System.err.println("sink: " + e);
            }
            Runtime.getRuntime().halt(0);
        });
    }

    private void serve() throws IOException {
        try (Selector selector = Selector.open()) {
            List<String> ports = new ArrayList<>();
            ports.add(listen(selector, null));
            for (Dialect dialect : Dialect.values()) {
                ports.add(listen(selector, dialect));
            }
            System.out.println(String.join(" ", ports));
            System.out.flush();
            while (true) {
                selector.select(held.isEmpty() ? 0 : 100);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                    SelectionKey key = keys.next();
                    if (key.attachment() instanceof Port port) {
                        accept((ServerSocketChannel) key.channel(), selector, port);
                    } else {
                        read((SocketChannel) key.channel(), (Connection) key.attachment());
                    }
                }
                release();
            }
        }
    }

    private static String listen(Selector selector, @Nullable Dialect dialect) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, new Port(dialect));
        return Integer.toString(server.socket().getLocalPort());
    }

    private static void accept(ServerSocketChannel server, Selector selector, Port port) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.register(selector, SelectionKey.OP_READ, new Connection(port.dialect(), new HttpReader()));
        }
    }

    private void read(SocketChannel channel, Connection connection) throws IOException {
        try {
            if (!connection.reader().fill(channel)) {
                channel.close();
                return;
            }
            for (Message message = connection.reader().next();
                    message != null;
                    message = connection.reader().next()) {
                if (connection.dialect() == null) {
                    write(channel, Dialect.answer("", command(message.target())));
                } else {
                    take(channel, connection.dialect(), message);
                }
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    private void take(SocketChannel channel, Dialect dialect, Message message) throws IOException {
        String place = dialect.place(message);
        byte[] answer = dialect.answer(message);
        if (place.equals(hanging)) {
            held.add(new Held(channel, answer, System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS)));
            return;
        }
        tally(place).note(dialect.readable(message));
        write(channel, answer);
    }

    private void release() throws IOException {
        for (Held next = held.peek(); next != null && next.dueNanos() - System.nanoTime() <= 0; next = held.peek()) {
            held.remove();
            try {
                write(next.channel(), next.answer());
            } catch (IOException e) {
                next.channel().close();
            }
        }
    }

    private static void write(SocketChannel channel, byte[] answer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(answer);
        // Answers are far smaller than a socket's buffer, so this all but never turns twice.
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Tally tally(String place) {
        return tallies.computeIfAbsent(place, unused -> new Tally());
    }

    /** {@code /COMMAND/PLACE/NUMBER}; a place's name has no slash. */
    private byte[] command(String target) {
        String[] words = target.split("/", -1);
        Tally tally = tally(words[2]);
        return switch (words[1]) {
            case "begin" -> {
                tally.begin(Integer.parseInt(words[3]));
                yield new byte[0];
            }
            case "count" -> text(Long.toString(tally.count()));
            case "stats" -> {
                Receiver.Stats stats = tally.stats();
                yield text(stats.unique() + " " + stats.duplicates() + " " + stats.lastMicros() + " " + stats.p50()
                        + " " + stats.p99() + " " + stats.max());
            }
            case "seen" -> tally.seen().toByteArray();
            case "arrived" -> text(Long.toString(tally.arrivedMicros(Integer.parseInt(words[3]))));
            case "hang" -> {
                hanging = words[2];
                yield new byte[0];
            }
            default -> throw new IllegalArgumentException(target);
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
