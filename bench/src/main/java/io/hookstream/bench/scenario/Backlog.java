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
    private final Watch watch;
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
        this.watch = new Watch("bench-backlog", "the backlog is not known", this::watch);
    }

    static Backlog watch(LoadGenerator generator, List<Receiver> receivers, Api api) {
        Backlog backlog = new Backlog(generator, receivers, api);
        backlog.watch.start();
        return backlog;
    }

    private void watch() throws IOException, InterruptedException {
        long start = System.nanoTime();
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
    }

    Trend trend(double perSecond) {
        return Trend.of(samples, perSecond);
    }

    @Override
    public void close() {
        watch.close();
    }
}
