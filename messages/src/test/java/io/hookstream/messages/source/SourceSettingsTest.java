package io.hookstream.messages.source;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSettingsTest {

    private static final String ID = "src_0192f0c1000070008000000089abcdef";

    private static SourceSettings dedup(String strategy, String field, Integer window) {
        return new SourceSettings("Stripe", "s", true, strategy, field, window).checked(ID);
    }

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(new SourceSettings(" Stripe ", null, null).checked(ID))
                .isEqualTo(new SourceSettings("Stripe", "stripe-89abcdef", true));
    }

    @Test
    void whatIsSetIsKept() {
        SourceSettings settings = new SourceSettings("Stripe", "payments", false);

        assertThat(settings.checked(ID)).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource({"payload_hash,,", "header_field,Idempotency-Key,1", "body_field,data.items.0.id,604800"})
    void aStrategyHasAWindowOfFiveMinutesUnlessItSaysAnother(String strategy, String field, Integer window) {
        SourceSettings checked = dedup(strategy, field, window);

        assertThat(checked.dedupStrategy()).isEqualTo(strategy);
        assertThat(checked.dedupField()).isEqualTo(field);
        assertThat(checked.dedupWindowSeconds()).isEqualTo(window == null ? 300 : window);
    }

    /** So that switching it off and on again takes one field. */
    @Test
    void whatAnotherStrategyNeedsIsKept() {
        assertThat(dedup(null, "data.id", 60)).isEqualTo(new SourceSettings("Stripe", "s", true, null, "data.id", 60));
        assertThat(dedup("payload_hash", "data.id", 60).dedupField()).isEqualTo("data.id");
    }

    @Test
    void theFieldThatIsWrongIsNamed() {
        assertRefused("dedup_strategy", () -> dedup("sometimes", null, null));
        assertRefused("dedup_strategy", () -> dedup("", "data.id", null));
        assertRefused("dedup_field", () -> dedup("header_field", null, null));
        assertRefused("dedup_field", () -> dedup("header_field", "X Id", null));
        assertRefused("dedup_field", () -> dedup("body_field", null, null));
        assertRefused("dedup_field", () -> dedup("body_field", " ", null));
        assertRefused("dedup_field", () -> dedup("body_field", "a".repeat(501), null));
        assertRefused("dedup_window_seconds", () -> dedup("payload_hash", null, 0));
        assertRefused("dedup_window_seconds", () -> dedup("payload_hash", null, 604_801));
        assertRefused("dedup_window_seconds", () -> dedup(null, null, -1));
        assertRefused("name", () -> new SourceSettings(null, "payments", true).checked(ID));
        assertRefused("name", () -> new SourceSettings(" ", "payments", true).checked(ID));
        assertRefused("slug", () -> new SourceSettings("Stripe", "Payments", true).checked(ID));
    }
}
