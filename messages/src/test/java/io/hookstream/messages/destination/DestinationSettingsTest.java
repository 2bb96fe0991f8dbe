package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationSettingsTest {

    private static final String ID = "dst_0192f0c1000070008000000089abcdef";
    private static final HttpConfig CONFIG = new HttpConfig("https://billing.example", "PUT", Map.of(), 10);

    @Test
    void whatIsAbsentGetsItsDefault() {
        HttpConfig config = new HttpConfig("https://billing.example", null, null, null);

        assertThat(new DestinationSettings(
                                " Billing ",
                                null,
                                null,
                                config,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)
                        .checked(ID))
                .isEqualTo(new DestinationSettings(
                        "Billing",
                        "billing-89abcdef",
                        "http",
                        new HttpConfig("https://billing.example", "POST", Map.of(), 30),
                        true,
                        5,
                        "exponential",
                        List.of(30, 300, 1800, 7200, 86400),
                        16,
                        0.0,
                        null,
                        false,
                        5,
                        60,
                        null));
    }

    @Test
    void whatIsSetIsKept() {
        DestinationSettings settings = new DestinationSettings(
                "Billing",
                "billing",
                "http",
                CONFIG,
                false,
                0,
                "linear",
                List.of(1, 604_800),
                256,
                1.0,
                10_000,
                true,
                1000,
                86_400,
                null);

        assertThat(settings.checked(ID)).isEqualTo(settings);
    }

    @Test
    void nameSlugTypeAndUrlAreNamedIfTheyAreWrong() {
        assertRefused("name", () -> settings(null, "billing", "http", CONFIG).checked(ID));
        assertRefused("slug", () -> settings("Billing", "-", "http", CONFIG).checked(ID));
        assertRefused(
                "type", () -> settings("Billing", "billing", "smtp", CONFIG).checked(ID));
        assertRefused("url", () -> settings("Billing", "billing", "http", null).checked(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exponential", "linear", "fixed"})
    void aBackoffIsKept(String backoff) {
        assertThat(retrying(5, backoff, null).checked(ID).retryBackoffType()).isEqualTo(backoff);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Linear", "random"})
    void anotherBackoffIsRefused(String backoff) {
        assertRefused("retry_backoff_type", () -> retrying(5, backoff, null).checked(ID));
    }

    @Test
    void thereMayBe10Retries() {
        assertThat(retrying(10, null, null).checked(ID).retryMaxAttempts()).isEqualTo(10);
        assertRefused("retry_max_attempts", () -> retrying(11, null, null).checked(ID));
        assertRefused("retry_max_attempts", () -> retrying(-1, null, null).checked(ID));
    }

    @Test
    void jitterIsAPartOfTheDelay() {
        assertThat(paced(0.5, null, null, null).checked(ID).retryJitter()).isEqualTo(0.5);
        assertRefused("retry_jitter", () -> paced(1.01, null, null, null).checked(ID));
        assertRefused("retry_jitter", () -> paced(-0.1, null, null, null).checked(ID));
        assertRefused("retry_jitter", () -> paced(Double.NaN, null, null, null).checked(ID));
    }

    @Test
    void rateAndCircuitHaveBounds() {
        assertRefused("rate_limit", () -> paced(null, 0, null, null).checked(ID));
        assertRefused("rate_limit", () -> paced(null, 10_001, null, null).checked(ID));
        assertRefused(
                "circuit_failure_threshold", () -> paced(null, null, 0, null).checked(ID));
        assertRefused(
                "circuit_failure_threshold", () -> paced(null, null, 1001, null).checked(ID));
        assertRefused(
                "circuit_cooldown_seconds", () -> paced(null, null, null, 0).checked(ID));
        assertRefused(
                "circuit_cooldown_seconds",
                () -> paced(null, null, null, 86_401).checked(ID));
    }

    private static DestinationSettings paced(Double jitter, Integer rate, Integer threshold, Integer cooldown) {
        return new DestinationSettings(
                "Billing", null, null, CONFIG, null, null, null, null, null, jitter, rate, null, threshold, cooldown,
                null);
    }

    @Test
    void thereMayBe10Intervals() {
        assertThat(intervals(Collections.nCopies(10, 30)).checked(ID).retryIntervals())
                .hasSize(10);
        assertRefused(
                "retry_intervals", () -> intervals(Collections.nCopies(11, 30)).checked(ID));
        assertRefused("retry_intervals", () -> intervals(List.of()).checked(ID));
    }

    @Test
    void anIntervalIsBetweenASecondAndAWeek() {
        assertRefused("retry_intervals", () -> intervals(List.of(30, 0)).checked(ID));
        assertRefused("retry_intervals", () -> intervals(List.of(30, 604_801)).checked(ID));
        assertRefused(
                "retry_intervals", () -> intervals(Arrays.asList(30, null)).checked(ID));
    }

    @Test
    void theConcurrencyIsBetween1And256() {
        assertThat(concurrency(1).checked(ID).maxConcurrency()).isEqualTo(1);
        assertRefused("max_concurrency", () -> concurrency(0).checked(ID));
        assertRefused("max_concurrency", () -> concurrency(257).checked(ID));
    }

    private static DestinationSettings settings(String name, String slug, String type, HttpConfig config) {
        return new DestinationSettings(
                name, slug, type, config, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static DestinationSettings retrying(Integer maxAttempts, String backoff, List<Integer> intervals) {
        return new DestinationSettings(
                "Billing",
                null,
                null,
                CONFIG,
                null,
                maxAttempts,
                backoff,
                intervals,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static DestinationSettings intervals(List<Integer> intervals) {
        return retrying(null, null, intervals);
    }

    private static DestinationSettings concurrency(int maximum) {
        return new DestinationSettings(
                "Billing", null, null, CONFIG, null, null, null, null, maximum, null, null, null, null, null, null);
    }
}
