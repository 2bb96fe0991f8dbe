package io.hookstream.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreValuesThatWereMeasured() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentile(99)).isZero();
        for (int i = 100; i >= 1; i--) {
            latencies.add(i);
        }
        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
    }

    @Test
    void moreThanFitAtFirstAreAllKept() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 100_000; i++) {
            latencies.add(i);
        }
        assertThat(latencies.count()).isEqualTo(100_000);
        assertThat(latencies.percentile(99)).isEqualTo(99_000);
        latencies.clear();
        assertThat(latencies.count()).isZero();
    }
}
