package io.hookstream.projections.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SketchTest {

    private static final List<Long> MIXED = List.of(5L, 70_000L, 3L, 3L, 900L, 0L, 12L, 4_100L);

    private static Sketch of(List<Long> latencies) {
        Sketch sketch = new Sketch();
        latencies.forEach(sketch::record);
        return sketch;
    }

    private static long nearestRank(List<Long> sorted, int percent) {
        return sorted.get((percent * sorted.size() + 99) / 100 - 1);
    }

    @Test
    void upToTwoSecondsPercentilesAreExact() {
        Random random = new Random(7);
        for (int size : List.of(1, 2, 3, 19, 100, 1000)) {
            List<Long> latencies = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                latencies.add((long) random.nextInt(2_048));
            }
            Sketch sketch = of(latencies);
            Collections.sort(latencies);
            for (int percent : List.of(50, 95, 99)) {
                assertThat(sketch.percentile(percent)).isEqualTo(nearestRank(latencies, percent));
            }
        }
    }

    @Test
    void beyondThatTheyAreWithinATenthOfAPercent() {
        for (long latency : List.of(2_049L, 30_000L, 59_999L, 3_600_000L)) {
            assertThat(of(List.of(latency)).percentile(99)).isCloseTo(latency, Percentage.withPercentage(0.1));
        }
    }

    @Test
    void whereItWasStoredInBetweenLeavesNoTrace() {
        Sketch stored = new Sketch();
        for (long latency : MIXED.reversed()) {
            stored = Sketch.decode(stored.encode());
            stored.record(latency);
        }
        assertThat(stored.encode()).isEqualTo(of(MIXED).encode());
    }

    @Test
    void manyAddedUpAreLikeOne() {
        Sketch merged = new Sketch();
        for (long latency : MIXED) {
            merged.add(Sketch.decode(of(List.of(latency)).encode()));
        }
        for (int percent = 1; percent <= 100; percent++) {
            assertThat(merged.percentile(percent)).isEqualTo(of(MIXED).percentile(percent));
        }
    }

    @Test
    void whatIsNoLatencyIsTakenAsOne() {
        assertThat(of(List.of(-5L)).percentile(50)).isZero();
        assertThat(of(List.of(Long.MAX_VALUE)).percentile(50)).isCloseTo(86_400_000L, Percentage.withPercentage(0.1));
        assertThat(new Sketch().percentile(50)).isZero();
    }
}
