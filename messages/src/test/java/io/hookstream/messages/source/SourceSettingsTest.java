package io.hookstream.messages.source;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceSettingsTest {

    private static final String ID = "src_0192f0c1000070008000000089abcdef";

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

    @Test
    void theFieldThatIsWrongIsNamed() {
        assertRefused("name", () -> new SourceSettings(null, "payments", true).checked(ID));
        assertRefused("name", () -> new SourceSettings(" ", "payments", true).checked(ID));
        assertRefused("slug", () -> new SourceSettings("Stripe", "Payments", true).checked(ID));
    }
}
