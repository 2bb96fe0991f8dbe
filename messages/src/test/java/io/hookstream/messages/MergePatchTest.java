package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MergePatchTest {

    private static final Secret SECRET = new Secret("old-ciphertext", "old1");

    private final DestinationSettings settings = new DestinationSettings(
            "Billing",
            "billing",
            "http",
            new HttpConfig(
                    "https://billing.example",
                    "POST",
                    Map.of("X-Team", new HeaderValue("a", null), "Authorization", new HeaderValue(null, SECRET)),
                    30),
            true,
            5,
            "exponential",
            List.of(30, 300),
            16,
            null,
            null,
            null,
            null,
            null,
            null);

    @Test
    void anEmptyPatchChangesNothing() {
        assertThat(MergePatch.apply(settings, Map.of())).isEqualTo(settings);
    }

    @Test
    void aValueReplacesTheOldOne() {
        DestinationSettings patched = MergePatch.apply(settings, Map.of("name", "Ledger", "retry_max_attempts", 0));

        assertThat(patched.name()).isEqualTo("Ledger");
        assertThat(patched.retryMaxAttempts()).isZero();
        assertThat(patched.config()).isEqualTo(settings.config());
    }

    @Test
    void aValueIsSetWhereThereWasNone() {
        SourceLike patched = MergePatch.apply(new SourceLike(null, null), Map.of("inner", Map.of("inner_value", "a")));

        assertThat(patched).isEqualTo(new SourceLike(null, new Inner("a")));
    }

    @Test
    void nullRemoves() {
        DestinationSettings patched = MergePatch.apply(settings, Collections.singletonMap("max_concurrency", null));

        assertThat(patched.maxConcurrency()).isNull();
        assertThat(patched.retryMaxAttempts()).isEqualTo(5);
    }

    @Test
    void removingWhatIsAbsentChangesNothing() {
        ConnectionSettings unnamed = connection(List.of());

        assertThat(MergePatch.apply(unnamed, Collections.singletonMap("name", null)))
                .isEqualTo(unnamed);
    }

    private static HttpConfig http(DestinationSettings settings) {
        return (HttpConfig) Objects.requireNonNull(settings.config());
    }

    @Test
    void objectsMerge() {
        DestinationSettings patched = MergePatch.apply(settings, Map.of("config", Map.of("timeout", 5)));

        assertThat(patched.config())
                .isEqualTo(new HttpConfig(
                        "https://billing.example", "POST", http(settings).headers(), 5));
    }

    @Test
    void nullInANestedObjectRemovesThereAlone() {
        Map<String, Object> headers = Collections.singletonMap("X-Team", null);

        DestinationSettings patched = MergePatch.apply(settings, Map.of("config", Map.of("headers", headers)));

        assertThat(http(patched).headers()).isEqualTo(Map.of("Authorization", new HeaderValue(null, SECRET)));
        assertThat(http(patched).url()).isEqualTo("https://billing.example");
    }

    @Test
    void nullInAnObjectThatIsNewIsNoValue() {
        Map<String, Object> inner = Collections.singletonMap("inner_value", null);

        assertThat(MergePatch.apply(new SourceLike("a", null), Map.of("inner", inner)))
                .isEqualTo(new SourceLike("a", new Inner(null)));
    }

    @Test
    void arraysReplace() {
        assertThat(MergePatch.apply(settings, Map.of("retry_intervals", List.of(7)))
                        .retryIntervals())
                .containsExactly(7);
    }

    @Test
    void objectsInAnArrayReplaceAndDoNotMerge() {
        ConnectionSettings current = connection(List.of(FilterRule.compare("method", "eq", "POST")));
        Map<String, Object> rule = Map.of("field", "payload.test", "op", "exists");

        assertThat(MergePatch.apply(current, Map.of("filter_rules", List.of(rule)))
                        .filterRules())
                .containsExactly(FilterRule.compare("payload.test", "exists", null));
    }

    @Test
    void aSecretIsReplacedAsAWhole() {
        Secret secret = new Secret("new-ciphertext", "new2");
        Map<String, Object> headers = Map.of("Authorization", new HeaderValue(null, secret));

        DestinationSettings patched = MergePatch.apply(settings, Map.of("config", Map.of("headers", headers)));

        assertThat(http(patched).headers())
                .isEqualTo(
                        Map.of("X-Team", new HeaderValue("a", null), "Authorization", new HeaderValue(null, secret)));
    }

    @Test
    void aNumberOfARuleKeepsItsDigits() {
        ConnectionSettings current = connection(
                List.of(FilterRule.compare("payload.amount", "gt", new BigDecimal("12345678901234567890.50"))));

        assertThat(MergePatch.apply(current, Map.of())).isEqualTo(current);
    }

    @Test
    void theSettingsThatArePatchedStayAsTheyAre() {
        DestinationSettings before = MergePatch.apply(settings, Map.of());

        MergePatch.apply(settings, Map.of("name", "Ledger", "config", Map.of("timeout", 5)));

        assertThat(settings).isEqualTo(before);
    }

    @Test
    void aValueOfTheWrongTypeIsRefused() {
        assertThatThrownBy(() -> MergePatch.apply(settings, Map.of("config", "https://billing.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ConnectionSettings connection(List<FilterRule> rules) {
        return new ConnectionSettings(null, "src_1", "dst_1", rules, null, false, true);
    }

    record SourceLike(String name, Inner inner) {}

    record Inner(String innerValue) {}
}
