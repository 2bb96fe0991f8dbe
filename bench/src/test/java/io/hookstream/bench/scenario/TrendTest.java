package io.hookstream.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.bench.scenario.Backlog.Sample;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static Trend trend(int seconds, IntToLongFunction undelivered, IntToLongFunction lag) {
        List<Sample> samples = IntStream.rangeClosed(1, seconds)
                .mapToObj(at -> new Sample(at, undelivered.applyAsLong(at), lag.applyAsLong(at)))
                .toList();
        return Trend.of(samples, 1_000);
    }

    @Test
    void aBacklogThatRisesAllTheTimeGrows() {
        Trend trend = trend(60, at -> at * 200L, at -> 0);
        assertThat(trend.grows()).isTrue();
        assertThat(trend.undeliveredRise()).isEqualTo(200);
        assertThat(trend.sentence()).contains("grows").contains("+200");
        assertThat(trend.undelivered()).isEqualTo(12_000);
    }

    @Test
    void oneThatRoseAtFirstAndThenStayedDoesNot() {
        assertThat(trend(60, at -> Math.min(at, 20) * 300L, at -> at % 2 * 500).grows())
                .isFalse();
    }

    @Test
    void oneInTheReadModelsOnlyGrowsToo() {
        assertThat(trend(60, at -> 50, at -> at * 100L).grows()).isTrue();
    }

    @Test
    void aShortRunDoesNotTell() {
        assertThat(trend(5, at -> at * 5_000L, at -> 0).sentence()).startsWith("Too short");
        assertThat(Trend.of(List.of(), 1_000).known()).isFalse();
    }
}
