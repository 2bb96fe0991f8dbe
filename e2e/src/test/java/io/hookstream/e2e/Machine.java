package io.hookstream.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whether this machine was the tests' own while something was measured. Where others take its processors, how long the
 * program took says little: then limits are stretched, and the output says so.
 */
final class Machine {
    private static final double SHARED_FROM = 0.15;
    private static final int STRETCH = 6;
    private static final double TICKS_PER_SECOND = 100;

    private final double busy = busySeconds();
    private final double ours = ourSeconds();
    private final long started = System.nanoTime();

    /** Begins to measure. */
    static Machine watch() {
        return new Machine();
    }

    /** The limit, or a longer one if others were busy here since the beginning. */
    Duration limit(Duration alone) {
        double capacity =
                (System.nanoTime() - started) / 1e9 * Runtime.getRuntime().availableProcessors();
        double others = (busySeconds() - busy - (ourSeconds() - ours)) / capacity;
        if (others < SHARED_FROM) {
            return alone;
        }
        System.out.printf(
                "Others took %.0f %% of this machine: %s ms become %s ms%n",
                100 * others, alone.toMillis(), alone.multipliedBy(STRETCH).toMillis());
        return alone.multipliedBy(STRETCH);
    }

    /** All processes' time, stolen time included. */
    private static double busySeconds() {
        // cpu user nice system idle iowait irq softirq steal …
        String[] fields = first("/proc/stat").split(" +");
        long ticks = 0;
        for (int i = 1; i <= 8; i++) {
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Of this process, its children that have ended, and those that run. */
    private static double ourSeconds() {
        String stat = first("/proc/self/stat");
        // What follows the name, which may hold anything; utime, stime, cutime and cstime are fields 14 to 17.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
        long children = ProcessHandle.current()
                .descendants()
                .mapToLong(child ->
                        child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
                .sum();
        return ticks / TICKS_PER_SECOND + children / 1000.0;
    }

    private static String first(String file) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
