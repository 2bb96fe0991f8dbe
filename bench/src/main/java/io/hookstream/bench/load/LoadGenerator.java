package io.hookstream.bench.load;

import io.hookstream.bench.load.HttpReader.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends webhooks over keep-alive connections, one at a time on each. At full speed every connection sends as soon as
 * it has its answer. At a fixed rate each webhook has a time at which it is due, and its latency counts from then, even
 * if no connection was free: a server that stalls must not make its own latencies look good.
 */
public final class LoadGenerator {
    private static final long ANSWER_WITHIN_MICROS = TimeUnit.SECONDS.toMicros(30);

    private final InetSocketAddress address;
    private final Load load;
    private final int first;
    private final Brake brake;
    private final Sampler sampler;
    private final byte[] request;
    private final int bodyAt;

    private final BitSet acknowledged = new BitSet();
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Deque<Client> idle = new ArrayDeque<>();
    private int sequence;
    private int waiting;
    private long lastAnswerMicros;
    /** For other threads; written by one. */
    private volatile int acknowledgedSoFar;

    /** Looks at answers while webhooks are sent; must not wait. */
    @FunctionalInterface
    public interface Sampler {
        Sampler NONE = (sequence, answer) -> {};

        void acknowledged(int sequence, byte[] answer);
    }

    private static final class Client {
        private final SocketChannel channel;
        private final byte[] request;
        private final HttpReader reader = new HttpReader();
        private int sequence;
        private long sentMicros;

        private Client(SocketChannel channel, byte[] request) {
            this.channel = channel;
            this.request = request;
        }
    }

    /**
     * Prepares a run.
     *
     * @param path of the source
     * @param first the number of the first webhook
     */
    public LoadGenerator(int port, String path, Load load, int first, Brake brake, Sampler sampler) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.load = load;
        this.first = first;
        this.brake = brake;
        this.sampler = sampler;
        byte[] body = Payload.template(load.size());
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.bodyAt = head.length;
        this.request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
    }

    /** How many have been acknowledged; for any thread. */
    public int acknowledgedSoFar() {
        return acknowledgedSoFar;
    }

    /** Sends all, then waits for the answers that are still due. */
    public Load.Sent run() throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                return run(selector);
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private Load.Sent run(Selector selector) throws IOException {
        for (int i = 0; i < load.clients(); i++) {
            idle.add(connect(selector));
        }
        sequence = first;
        long start = Payload.nowMicros();
        long until = start + TimeUnit.SECONDS.toMicros(load.seconds());
        lastAnswerMicros = start;
        for (long now = start; now < until && sequence - first < load.count(); now = Payload.nowMicros()) {
            sendDue(start, until, now);
            selector.select(1);
            answers(selector);
        }
        long end = Payload.nowMicros();
        while (waiting > 0 && Payload.nowMicros() < end + ANSWER_WITHIN_MICROS) {
            selector.select(100);
            answers(selector);
        }
        if (waiting > 0) {
            failures.merge("no answer", waiting, Integer::sum);
        }
        return new Load.Sent(acknowledged, start, lastAnswerMicros, latencies, failures, sequence);
    }

    private Client connect(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        Client client = new Client(channel, request.clone());
        channel.register(selector, SelectionKey.OP_READ, client);
        return client;
    }

    private void sendDue(long start, long until, long now) throws IOException {
        while (!idle.isEmpty() && sequence - first < load.count() && !brake.holds(acknowledgedSoFar)) {
            long due = load.perSecond() == 0 ? now : start + (sequence - first) * 1_000_000L / load.perSecond();
            if (due > now || due >= until) {
                return;
            }
            send(idle.remove(), due);
        }
    }

    private void send(Client client, long due) throws IOException {
        client.sequence = sequence++;
        client.sentMicros = due;
        Payload.stamp(client.request, bodyAt, client.sequence, due);
        ByteBuffer bytes = ByteBuffer.wrap(client.request);
        waiting++;
        // One request at a time fits a loopback socket's buffer, unless bodies are very large.
        while (bytes.hasRemaining()) {
            client.channel.write(bytes);
        }
    }

    private void answers(Selector selector) throws IOException {
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); keys.remove()) {
            Client client = (Client) keys.next().attachment();
            try {
                if (!client.reader.fill(client.channel)) {
                    throw new IOException("connection closed");
                }
                Message answer = client.reader.next();
                if (answer != null) {
                    answered(client, answer);
                    idle.add(client);
                }
            } catch (IOException e) {
                // A connection that was closed while it was idle owes no answer.
                if (!idle.remove(client)) {
                    waiting--;
                    failures.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
                }
                client.channel.close();
                idle.add(connect(selector));
            }
        }
    }

    private void answered(Client client, Message answer) {
        waiting--;
        if (answer.status() / 100 != 2) {
            failures.merge("status " + answer.status(), 1, Integer::sum);
            return;
        }
        lastAnswerMicros = Payload.nowMicros();
        acknowledged.set(client.sequence);
        latencies.add(lastAnswerMicros - client.sentMicros);
        acknowledgedSoFar = latencies.count();
        sampler.acknowledged(client.sequence, answer.body());
    }
}
