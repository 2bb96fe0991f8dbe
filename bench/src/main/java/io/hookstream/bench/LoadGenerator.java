package io.hookstream.bench;

import io.hookstream.bench.HttpReader.Message;
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
final class LoadGenerator {
    private static final long ANSWER_WITHIN_MICROS = TimeUnit.SECONDS.toMicros(30);

    private final InetSocketAddress address;
    private final byte[] request;
    private final int bodyAt;
    private final int clients;
    private final int perSecond;

    private final BitSet acknowledged = new BitSet();
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Deque<Client> idle = new ArrayDeque<>();
    private int sequence;
    private int waiting;
    private long lastAnswerMicros;

    /**
     * What came of a run.
     *
     * @param acknowledged the numbers of the webhooks that were answered 2xx
     * @param failures how many times what went wrong: a status, or an exception
     */
    record Result(
            BitSet acknowledged,
            long startMicros,
            long lastAnswerMicros,
            long p50,
            long p99,
            long max,
            Map<String, Integer> failures) {}

    private static final class Client {
        private final SocketChannel channel;
        private final byte[] request;
        private HttpReader reader = new HttpReader();
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
     * @param perSecond webhooks to send each second; 0 for as many as are answered
     */
    LoadGenerator(int port, String path, int clients, int perSecond, int size) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.clients = clients;
        this.perSecond = perSecond;
        byte[] body = Payload.template(size);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.bodyAt = head.length;
        this.request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
    }

    /** Sends for so many seconds, then waits for the answers that are still due. */
    Result run(int seconds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                idle.add(connect(selector));
            }
            long start = Payload.nowMicros();
            long until = start + TimeUnit.SECONDS.toMicros(seconds);
            lastAnswerMicros = start;
            for (long now = start; now < until; now = Payload.nowMicros()) {
                sendDue(start, until, now);
                selector.select(1);
                answers(selector);
            }
            while (waiting > 0 && Payload.nowMicros() < until + ANSWER_WITHIN_MICROS) {
                selector.select(100);
                answers(selector);
            }
            if (waiting > 0) {
                failures.merge("no answer", waiting, Integer::sum);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Result(
                    acknowledged,
                    start,
                    lastAnswerMicros,
                    latencies.percentile(50),
                    latencies.percentile(99),
                    latencies.percentile(100),
                    failures);
        }
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
        while (!idle.isEmpty()) {
            long due = perSecond == 0 ? now : start + sequence * 1_000_000L / perSecond;
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
        // One request at a time fits a loopback socket's buffer, unless bodies are very large.
        while (bytes.hasRemaining()) {
            client.channel.write(bytes);
        }
        waiting++;
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
                    answered(client, answer.status());
                    idle.add(client);
                }
            } catch (IOException e) {
                waiting--;
                failures.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
                client.channel.close();
                idle.add(connect(selector));
            }
        }
    }

    private void answered(Client client, int status) {
        waiting--;
        if (status / 100 != 2) {
            failures.merge("status " + status, 1, Integer::sum);
            return;
        }
        lastAnswerMicros = Payload.nowMicros();
        acknowledged.set(client.sequence);
        latencies.add(lastAnswerMicros - client.sentMicros);
    }
}
