package io.hookstream.bench.scenario;

import io.hookstream.bench.load.LoadGenerator;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes every second how much has been acknowledged and is still on its way. */
final class Backlog implements AutoCloseable {
    private static final int EVERY_MS = 1_000;

    private final LoadGenerator generator;
    private final List<Receiver> receivers;
    private final Api api;
    private final Thread thread;
    private final List<Sample> samples = new CopyOnWriteArrayList<>();

    /**
     * @param seconds since the start
     * @param undelivered webhooks that are not at the sink
     * @param lag domain events that the processors, projections too, have yet to handle
     */
    record Sample(double seconds, long undelivered, long lag) {}

    private Backlog(LoadGenerator generator, List<Receiver> receivers, Api api) {
        this.generator = generator;
        this.receivers = receivers;
        this.api = api;
        this.thread = Thread.ofPlatform().daemon().name("bench-backlog").unstarted(this::watch);
    }

    static Backlog watch(LoadGenerator generator, List<Receiver> receivers, Api api) {
        Backlog backlog = new Backlog(generator, receivers, api);
        backlog.thread.start();
        return backlog;
    }

    private void watch() {
        long start = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(EVERY_MS);
                double seconds = (System.nanoTime() - start) / 1e9;
                long least = Long.MAX_VALUE;
                for (Receiver receiver : receivers) {
                    least = Math.min(least, receiver.count());
                }
                long undelivered = receivers.isEmpty() ? 0 : Math.max(0, generator.acknowledgedSoFar() - least);
                samples.add(new Sample(seconds, undelivered, api.lag()));
            }
        } catch (IOException e) {
            // A program that is too busy to tell is seen by whoever waits for it; the trend has fewer samples.
            System.err.println("bench: the backlog is not known: " + e.getMessage());
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    Trend trend(double perSecond) {
        return Trend.of(samples, perSecond);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
