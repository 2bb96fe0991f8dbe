package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Brake;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.List;

/** Lets so many webhooks be under way and no more, so that what is measured is what gets through and not a backlog. */
final class Lead implements Brake, AutoCloseable {
    private static final int ASK_EVERY_MS = 10;

    private final int most;
    private final List<Receiver> receivers;
    private final Watch watch;
    private volatile long slowest;

    private Lead(int most, List<Receiver> receivers) {
        this.most = most;
        this.receivers = receivers;
        this.watch = new Watch("bench-lead", "the sink does not answer", this::watch);
    }

    static Lead of(int most, List<Receiver> receivers) {
        Lead lead = new Lead(most, receivers);
        lead.watch.start();
        return lead;
    }

    /** Asks one after the other: what is known of the others is a little old, which only makes the lead shorter. */
    private void watch() throws IOException, InterruptedException {
        long[] counts = new long[receivers.size()];
        for (int i = 0; ; i = (i + 1) % counts.length) {
            counts[i] = receivers.get(i).count();
            long least = Long.MAX_VALUE;
            for (long count : counts) {
                least = Math.min(least, count);
            }
            slowest = least;
            Thread.sleep(ASK_EVERY_MS);
        }
    }

    @Override
    public boolean holds(int acknowledged) {
        return acknowledged - slowest >= most;
    }

    @Override
    public void close() {
        watch.close();
    }
}
