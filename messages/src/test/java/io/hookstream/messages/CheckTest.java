package io.hookstream.messages;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    private static final String ID = "src_0192f0c1000070008000000089abcdef";

    @Test
    void aNameLosesTheBlanksAroundIt() {
        assertThat(Check.name("  Stripe EU\t")).isEqualTo("Stripe EU");
    }

    @Test
    void aNameMayHave200Characters() {
        assertThat(Check.name("é".repeat(200))).hasSize(200);
        assertRefused("name", () -> Check.name("é".repeat(201)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void aBlankNameIsRefused(String name) {
        assertRefused("name", () -> Check.name(name));
    }

    @Test
    void anAbsentNameIsRefused() {
        assertRefused("name", () -> Check.name(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "stripe", "stripe-eu-2", "a--b"})
    void aSlugIsTakenAsItIs(String slug) {
        assertThat(Check.slug(slug, "Name", ID)).isEqualTo(slug);
    }

    @Test
    void aSlugMayHave64Characters() {
        assertThat(Check.slug("a".repeat(64), "Name", ID)).hasSize(64);
        assertRefused("slug", () -> Check.slug("a".repeat(65), "Name", ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "Stripe", "a b", "a_b", "a/b", "é", "stripe\n"})
    void aSlugOfOtherCharactersIsRefused(String slug) {
        assertRefused("slug", () -> Check.slug(slug, "Name", ID));
    }

    @ParameterizedTest
    @CsvSource({
        "Stripe,stripe-89abcdef",
        "Stripe (EU) No. 2,stripe-eu-no-2-89abcdef",
        "--Stripe!,stripe-89abcdef",
        "Zahlungen für März,zahlungen-f-r-m-rz-89abcdef",
        "支付,x-89abcdef"
    })
    void anAbsentSlugIsMadeFromNameAndId(String name, String slug) {
        assertThat(Check.slug(null, name, ID)).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 48, 49, 200})
    void aSlugMadeFromALongNameIsOneThatWouldBeTaken(int length) {
        String made = Check.slug(null, "a".repeat(length - 1) + "-" + "b".repeat(200 - length), ID);

        assertThat(made).hasSizeLessThanOrEqualTo(64).endsWith("-89abcdef").doesNotContain("--");
        assertThat(Check.slug(made, "Name", ID)).isEqualTo(made);
    }

    @Test
    void whatIsRequiredIsNamedIfItIsAbsent() {
        assertThat(Check.required("src_1", "source_id")).isEqualTo("src_1");
        assertRefused("source_id", () -> Check.required(null, "source_id"));
    }

    @Test
    void theBoundsOfANumberBelongToThem() {
        assertThat(Check.between(1, 1, 60, 30, "timeout")).isEqualTo(1);
        assertThat(Check.between(60, 1, 60, 30, "timeout")).isEqualTo(60);
        assertRefused("timeout", () -> Check.between(0, 1, 60, 30, "timeout"));
        assertRefused("timeout", () -> Check.between(61, 1, 60, 30, "timeout"));
    }

    @Test
    void anAbsentNumberIsTheDefault() {
        assertThat(Check.between(null, 1, 60, 30, "timeout")).isEqualTo(30);
    }
}
