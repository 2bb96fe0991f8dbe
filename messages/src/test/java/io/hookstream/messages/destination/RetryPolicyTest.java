package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final String DELIVERY = "dlv_1";

    @Test
    void exponentialGoesThroughTheIntervalsAndStaysAtTheLast() {
        assertThat(delays("exponential", 7)).containsExactly(30L, 300L, 1800L, 7200L, 86_400L, 86_400L, 86_400L);
    }

    @Test
    void linearMultipliesTheFirstInterval() {
        assertThat(delays("linear", 5)).containsExactly(30L, 60L, 90L, 120L, 150L);
    }

    @Test
    void fixedIsAlwaysTheFirstInterval() {
        assertThat(delays("fixed", 3)).containsExactly(30L, 30L, 30L);
    }

    @Test
    void jitterOnlyAddsAndAtMostItsPart() {
        RetryPolicy policy = new RetryPolicy(5, "fixed", List.of(100), 0.5);

        List<Duration> delays = IntStream.range(0, 200)
                .mapToObj(delivery -> policy.delay(1, "dlv_" + delivery))
                .toList();

        assertThat(delays)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(150)));
        assertThat(delays).doesNotHaveDuplicates();
    }

    @Test
    void theSameRetryIsAlwaysAsLate() {
        RetryPolicy policy = new RetryPolicy(5, "fixed", List.of(100), 1);

        assertThat(policy.delay(2, DELIVERY)).isEqualTo(policy.delay(2, DELIVERY));
    }

    private static List<Long> delays(String backoff, int retries) {
        RetryPolicy policy = new RetryPolicy(10, backoff, RetryPolicy.DEFAULT_INTERVALS, 0);
        return IntStream.rangeClosed(1, retries)
                .mapToObj(retry -> policy.delay(retry, DELIVERY).toSeconds())
                .toList();
    }
}
