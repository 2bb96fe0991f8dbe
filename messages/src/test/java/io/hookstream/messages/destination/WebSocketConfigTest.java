package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketConfigTest {

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(new WebSocketConfig("live", null, null).checked()).isEqualTo(new WebSocketConfig("live", true, 30));
    }

    @Test
    void whatIsSetIsKept() {
        WebSocketConfig config = new WebSocketConfig("Live_1.a-b", false, 60);

        assertThat(config.checked()).isEqualTo(config);
    }

    @Test
    void theChannelNameIsRequired() {
        assertRefused("config.channel_name", () -> new WebSocketConfig(null, null, null).checked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "\"", "dst_1", "ä"})
    void aNameThatChannelsCannotHaveIsRefused(String name) {
        assertRefused("config.channel_name", () -> new WebSocketConfig(name, null, null).checked());
    }

    @Test
    void aNameIsNotTooLong() {
        assertThat(WebSocketConfig.isChannelName("a".repeat(64))).isTrue();
        assertThat(WebSocketConfig.isChannelName("a".repeat(65))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 61})
    void theTimeoutHasBounds(int seconds) {
        assertRefused("config.timeout", () -> new WebSocketConfig("live", null, seconds).checked());
    }
}
