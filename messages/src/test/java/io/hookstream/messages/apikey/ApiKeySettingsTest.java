package io.hookstream.messages.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeySettingsTest {

    @Test
    void aKeyTellsItsModeAndIsStoredAsAHashAndBothItsEnds() {
        String key = ApiKeySettings.newKey("test");

        ApiKeySettings settings = ApiKeySettings.of("ci", key, null);

        assertThat(key).matches("hs_test_[0-9a-f]{64}").isNotEqualTo(ApiKeySettings.newKey("test"));
        assertThat(settings.prefix()).isEqualTo(key.substring(0, 12));
        assertThat(settings.hint()).isEqualTo(key.substring(68));
        assertThat(settings.hash()).isEqualTo(ApiKeySettings.hash(key)).doesNotContain(key);
    }
}
