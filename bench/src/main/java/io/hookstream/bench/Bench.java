package io.hookstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts everything, loads the program, waits until nothing is left to do, and prints the figures. */
final class Bench {
    private static final long STALLED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MS = 1e3;

    private final Options options;
    private final Gateway gateway;
    private final Sink sink;

    private Bench(Options options, Gateway gateway, Sink sink) {
        this.options = options;
        this.gateway = gateway;
        this.sink = sink;
    }

    /** Exits with 0, with 1 if something acknowledged was lost or nothing could be measured, with 2 if misused. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Stream.of(arguments).anyMatch("--help"::equals)) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        // After everything is closed: an exit from within would leave the program running.
        System.exit(run(options));
    }

    private static int run(Options options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hookstream-bench");
        try (Sink sink = Sink.start();
                Gateway gateway = Gateway.start(options, folder)) {
            Report report = new Bench(options, gateway, sink).measure();
            System.out.println(report.table() + report.json());
            return report.lost() > 0 || report.acknowledged() == 0 ? 1 : 0;
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        } finally {
            delete(folder);
        }
    }

    private Report measure() throws IOException, InterruptedException {
        String path = "/v1/ingest/" + connectedSource();
        if (options.warmup() > 0) {
            System.err.println("warming up for " + options.warmup() + " s");
            settle(run(path, options.warmup()));
        }
        sink.reset();
        long shownBefore = shown();
        double cpuBefore = gateway.cpuSeconds();
        System.err.println("measuring for " + options.seconds() + " s");
        LoadGenerator.Result result = run(path, options.seconds());
        int acknowledged = result.acknowledged().cardinality();
        settleSink(acknowledged);
        double projected = settleShown(shownBefore + acknowledged) - result.startMicros();
        Sink.Stats stats = sink.stats();
        return new Report(
                options,
                acknowledged,
                rate(acknowledged, (double) result.lastAnswerMicros() - result.startMicros()),
                rate(stats.unique(), (double) stats.lastMicros() - result.startMicros()),
                rate(Math.min(acknowledged, shown() - shownBefore), projected),
                result.p50() / MICROS_PER_MS,
                result.p99() / MICROS_PER_MS,
                result.max() / MICROS_PER_MS,
                stats.p50() / MICROS_PER_MS,
                stats.p99() / MICROS_PER_MS,
                stats.max() / MICROS_PER_MS,
                lost(result.acknowledged()),
                stats.duplicates(),
                result.failures(),
                gateway.residentMib("VmRSS"),
                gateway.residentMib("VmHWM"),
                gateway.cpuSeconds() - cpuBefore);
    }

    private LoadGenerator.Result run(String path, int seconds) throws IOException {
        return new LoadGenerator(gateway.port(), path, options.clients(), options.rate(), options.size()).run(seconds);
    }

    /** A source, and unless only ingest is measured a destination and a connection with a filter that matches. */
    private String connectedSource() throws IOException, InterruptedException {
        String source = gateway.create("sources", "{\"name\":\"Load\",\"slug\":\"load\",\"dedup_strategy\":null}");
        if (!options.ingestOnly()) {
            String destination = gateway.create(
                    "destinations",
                    "{\"name\":\"Sink\",\"slug\":\"sink\",\"type\":\"http\",\"url\":\"" + sink.url() + "\"}");
            gateway.create(
                    "connections",
                    "{\"source_id\":\"" + source + "\",\"destination_id\":\"" + destination
                            + "\",\"filter_rules\":[{\"field\":\"payload.type\",\"op\":\"eq\",\"value\":\""
                            + Payload.TYPE + "\"}]}");
        }
        return source;
    }

    private void settle(LoadGenerator.Result result) throws IOException, InterruptedException {
        int acknowledged = result.acknowledged().cardinality();
        settleSink(acknowledged);
        settleShown(acknowledged);
    }

    private void settleSink(long webhooks) throws IOException, InterruptedException {
        if (!options.ingestOnly()) {
            settle(webhooks, 20, sink::count);
        }
    }

    /** Asks seldom: asking for the total is work for the program, which the measurement would count. */
    private long settleShown(long webhooks) throws IOException, InterruptedException {
        return settle(webhooks, 200, this::shown);
    }

    /** Waits until a count has reached what it must, or has stalled; returns when it last rose, in microseconds. */
    private static long settle(long wanted, int everyMs, Callable<Long> count)
            throws IOException, InterruptedException {
        long last = -1;
        long roseNanos = System.nanoTime();
        long roseMicros = Payload.nowMicros();
        while (true) {
            long now = call(count);
            if (now > last) {
                last = now;
                roseNanos = System.nanoTime();
                roseMicros = Payload.nowMicros();
            }
            if (now >= wanted) {
                return roseMicros;
            }
            if (System.nanoTime() - roseNanos > STALLED_AFTER_NANOS) {
                System.err.println("stalled at " + now + " of " + wanted);
                return roseMicros;
            }
            Thread.sleep(everyMs);
        }
    }

    private static long call(Callable<Long> count) throws IOException, InterruptedException {
        try {
            return count.call();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private long shown() throws IOException, InterruptedException {
        return gateway.shown(options.ingestOnly() ? null : "delivered");
    }

    private long lost(BitSet acknowledged) throws IOException, InterruptedException {
        if (options.ingestOnly()) {
            return 0;
        }
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(sink.seen());
        return missing.cardinality();
    }

    private static double rate(long count, double micros) {
        return micros <= 0 ? 0 : count / (micros / MICROS_PER_SECOND);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
