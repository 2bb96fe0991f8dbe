package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Latencies;
import io.hookstream.bench.load.LoadGenerator;
import io.hookstream.bench.load.Payload;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Follows one webhook after the other from the sink until the API shows it as delivered. Only one at a time, because asking is
 * work for the program: the percentiles are of a sample.
 */
final class Visibility implements LoadGenerator.Sampler, AutoCloseable {
    private static final String EVENT_ID = "\"event_id\":\"";
    private static final int ASK_EVERY_MS = 25;
    /** Of a webhook that is in a backlog. */
    private static final int ASK_SLOWLY_EVERY_MS = 50;

    private static final long SLOWLY_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Api api;
    private final Receiver receiver;
    private final BlockingQueue<Sampled> next = new ArrayBlockingQueue<>(1);
    private final Latencies latencies = new Latencies();
    private final Watch watch;

    private record Sampled(int sequence, String event) {}

    private Visibility(Api api, Receiver receiver) {
        this.api = api;
        this.receiver = receiver;
        this.watch = new Watch("bench-visibility", "what is visible is not known", this::follow);
    }

    static Visibility follow(Api api, Receiver receiver) {
        Visibility visibility = new Visibility(api, receiver);
        visibility.watch.start();
        return visibility;
    }

    @Override
    public void acknowledged(int sequence, byte[] answer) {
        if (next.isEmpty()) {
            String text = new String(answer, StandardCharsets.UTF_8);
            int from = text.indexOf(EVENT_ID) + EVENT_ID.length();
            int to = text.indexOf('"', from);
            if (from >= EVENT_ID.length() && to > from) {
                next.offer(new Sampled(sequence, text.substring(from, to)));
            }
        }
    }

    private void follow() throws IOException, InterruptedException {
        while (true) {
            follow(next.take());
            // What has waited meanwhile is old: the next is to be one that comes now.
            next.clear();
        }
    }

    private void follow(Sampled sampled) throws IOException, InterruptedException {
        long started = System.nanoTime();
        long arrived = 0;
        while (arrived == 0) {
            if (!pause(started)) {
                return;
            }
            arrived = receiver.arrivedMicros(sampled.sequence());
        }
        started = System.nanoTime();
        while (!api.isDelivered(sampled.event())) {
            if (!pause(started)) {
                return;
            }
        }
        latencies.add(Math.max(0, Payload.nowMicros() - arrived));
    }

    /** Waits before the next question; false if there is to be none. */
    private static boolean pause(long started) throws InterruptedException {
        long passed = System.nanoTime() - started;
        Thread.sleep(passed < SLOWLY_AFTER_NANOS ? ASK_EVERY_MS : ASK_SLOWLY_EVERY_MS);
        return passed < PATIENCE_NANOS;
    }

    /** Ends, and tells the microseconds from the sink to the API. */
    Latencies latencies() {
        close();
        return latencies;
    }

    @Override
    public void close() {
        watch.close();
    }
}
