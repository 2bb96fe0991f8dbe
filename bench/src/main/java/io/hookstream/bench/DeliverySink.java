package io.hookstream.bench;

import io.hookstream.bench.HttpReader.Message;
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
import java.util.BitSet;
import java.util.Iterator;

/**
 * The destination, a process of its own: answers every delivery 200 and notes which webhook it was and how long it was
 * under way. {@code /count} tells how many, {@code /stats} all figures, {@code /seen} lists the numbers as a bit set, {@code /reset} forgets.
 */
final class DeliverySink {
    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final BitSet seen = new BitSet();
    private final Latencies latencies = new Latencies();
    private long unique;
    private long duplicates;
    private long lastMicros;

    private DeliverySink() {}

    /** Listens on a free port of the loopback address and prints it, until the standard input ends. */
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
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(server.socket().getLocalPort());
            System.out.flush();
            while (true) {
                selector.select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
                    SelectionKey key = keys.next();
                    if (key.isAcceptable()) {
                        accept(server, selector);
                    } else {
                        read(key);
                    }
                }
            }
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.register(selector, SelectionKey.OP_READ, new HttpReader());
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        HttpReader reader = (HttpReader) key.attachment();
        try {
            if (!reader.fill(channel)) {
                channel.close();
                return;
            }
            for (Message message = reader.next(); message != null; message = reader.next()) {
                ByteBuffer answer = ByteBuffer.wrap(answer(message));
                // Answers are far smaller than a socket's buffer, so this all but never turns twice.
                while (answer.hasRemaining()) {
                    channel.write(answer);
                }
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    private byte[] answer(Message request) {
        return switch (request.target()) {
            case "/count" -> answer(Long.toString(unique).getBytes(StandardCharsets.US_ASCII));
            case "/stats" -> answer(stats().getBytes(StandardCharsets.US_ASCII));
            case "/seen" -> answer(seen.toByteArray());
            case "/reset" -> {
                reset();
                yield OK;
            }
            default -> {
                record(request.body());
                yield OK;
            }
        };
    }

    private void record(byte[] body) {
        int sequence = Payload.sequence(body);
        if (seen.get(sequence)) {
            duplicates++;
            return;
        }
        seen.set(sequence);
        unique++;
        lastMicros = Payload.nowMicros();
        latencies.add(lastMicros - Payload.sentMicros(body));
    }

    private void reset() {
        seen.clear();
        latencies.clear();
        unique = 0;
        duplicates = 0;
    }

    /** Numbers only, in the order of {@link Sink.Stats}. */
    private String stats() {
        return unique + " " + duplicates + " " + lastMicros + " " + latencies.percentile(50) + " "
                + latencies.percentile(99) + " " + latencies.percentile(100);
    }

    private static byte[] answer(byte[] body) {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
