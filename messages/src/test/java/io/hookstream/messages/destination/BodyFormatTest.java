package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Json;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {

    private static final Secret KEY = new Secret("ciphertext", "cdef");

    private static HttpConfig config(BodyFormat format) {
        return new HttpConfig("https://service.example", null, null, null, null, format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack", "discord", "datadog", "zapier"})
    void someSayNothingButTheirType(String type) throws Exception {
        String json = "{\"type\":\"" + type + "\"}";
        BodyFormat format = Json.mapper().readValue(json, BodyFormat.class);
        assertThat(config(format).checked().bodyFormat()).isEqualTo(format);
        assertThat(Json.mapper().writerFor(BodyFormat.class).writeValueAsString(format))
                .isEqualTo(json);
    }

    @Test
    void pagerDutyIsToldErrorsUnlessToldOtherwise() {
        assertThat(config(new BodyFormat.PagerDuty(KEY, null)).checked().bodyFormat())
                .isEqualTo(new BodyFormat.PagerDuty(KEY, "error"));
        assertThat(new BodyFormat.PagerDuty(KEY, null).toString()).doesNotContain("ciphertext");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertRefused(
                "config.body_format.routing_key",
                () -> config(new BodyFormat.PagerDuty(null, "error")).checked());
        assertRefused(
                "config.body_format.severity",
                () -> config(new BodyFormat.PagerDuty(KEY, "fatal")).checked());
        assertRefused(
                "config.body_format.team_id",
                () -> config(new BodyFormat.Linear(null)).checked());
        assertRefused(
                "config.body_format.team_id",
                () -> config(new BodyFormat.Linear(" ")).checked());
        assertRefused(
                "config.body_format.team_id",
                () -> config(new BodyFormat.Linear("x".repeat(101))).checked());
        assertRefused(
                "config.body_format.team_id",
                () -> config(new BodyFormat.Linear("a\nb")).checked());
    }

    @Test
    void anotherTypeForgetsWhatThisOneHad() {
        HttpConfig pagerDuty = config(new BodyFormat.PagerDuty(KEY, "info"));
        assertThat(MergePatch.apply(pagerDuty, Map.of("body_format", Map.of("type", "slack")))
                        .bodyFormat())
                .isEqualTo(new BodyFormat.Slack());
    }
}
