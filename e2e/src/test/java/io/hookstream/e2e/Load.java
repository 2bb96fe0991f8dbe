package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders of webhooks, each of them different and sent once, whether the program is there or not. What is acknowledged
 * goes into the ledger.
 */
final class Load {
    private static final int IN_FLIGHT = 256;
    private static final int SENDERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api;
    private final Ledger ledger;
    private final AtomicLong sequence = new AtomicLong();
    /** By the body's hash. */
    private final Map<String, Instant> sent = new ConcurrentHashMap<>();

    private final Semaphore permits = new Semaphore(IN_FLIGHT);

    Load(Api api, Ledger ledger) {
        this.api = api.withKey(null);
        this.ledger = ledger;
    }

    /** A rate that goes on until it is closed. */
    final class Running implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Thread clock;
        private volatile boolean stopping;

        private Running(List<String> sources, int perSecond) {
            clock = Thread.ofPlatform().daemon().start(() -> tick(sources, perSecond));
        }

        private void tick(List<String> sources, int perSecond) {
            long started = System.nanoTime();
            for (long i = 0; !stopping; i++) {
                LockSupport.parkNanos(started + i * 1_000_000_000L / perSecond - System.nanoTime());
                String source = sources.get((int) (i % sources.size()));
                permits.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        send(source);
                    } finally {
                        permits.release();
                    }
                });
            }
        }

        /** Stops, and waits for what is on its way. */
        @Override
        public void close() {
            stopping = true;
            try {
                clock.join();
                threads.shutdown();
                assertThat(threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .as("every request to have an answer")
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @param sources are sent to in turn */
    Running start(int perSecond, String... sources) {
        return new Running(List.of(sources), perSecond);
    }

    /** So many a second for so long. */
    void run(int perSecond, Duration time, String... sources) {
        long until = System.nanoTime() + time.toNanos();
        try (Running running = start(perSecond, sources)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(time.plusSeconds(5))
                    .until(() -> System.nanoTime() >= until);
        }
    }

    /** Each when the one before is acknowledged. */
    void inOrder(int count, String source) {
        for (int i = 0; i < count; i++) {
            assertThat(send(source)).isEqualTo(200);
        }
    }

    /** As fast as a few senders get them acknowledged. */
    void atOnce(int count, String source) {
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Semaphore senders = new Semaphore(SENDERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                senders.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        statuses.add(send(source));
                    } finally {
                        senders.release();
                    }
                });
            }
        }
        assertThat(statuses).hasSize(count).containsOnly(200);
    }

    /** Sends one; its status, 0 if there was no answer. */
    int send(String source) {
        long number = sequence.incrementAndGet();
        // Every 20th is past 10 KB, where payloads have a store of their own.
        String pad = "p".repeat(number % 20 == 0 ? 12_000 : 600);
        byte[] body = ("{\"n\":" + number + ",\"source\":\"" + source + "\",\"pad\":\"" + pad + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String sha256 = Sink.sha256(body);
        sent.put(sha256, Instant.now());
        try {
            Api.Reply reply = api.send("POST", "/v1/ingest/" + source, body);
            if (reply.status() / 100 == 2) {
                ledger.add(reply.json().get("event_id").asString(), sha256, source);
            }
            return reply.status();
        } catch (UncheckedIOException noAnswer) {
            return 0;
        }
    }

    boolean hasSent(String sha256) {
        return sent.containsKey(sha256);
    }

    /** From the sender's first byte to the receiver's last. */
    Duration latency(Received delivery) {
        return Duration.between(sent.get(delivery.sha256()), delivery.at());
    }
}
