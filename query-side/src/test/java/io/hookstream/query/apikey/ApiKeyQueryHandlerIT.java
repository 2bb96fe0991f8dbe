package io.hookstream.query.apikey;

import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.query.WithReadModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeyQueryHandlerIT extends WithReadModels {

    @Test
    void aKeyIsFoundByItsHashAlone() {
        models.write(
                new ApiKeyCreated("key_1", TENANT, new ApiKeySettings("ci", "hash1", "f00d", List.of("read"))),
                new ApiKeyCreated("key_2", STRANGER, new ApiKeySettings("all", "hash2", "beef", null)));
        assertThat(models.ask(new FindApiKey("hash1"), ApiKeyView.class))
                .isEqualTo(new ApiKeyView("key_1", TENANT, List.of("read")));
        assertThat(models.ask(new FindApiKey("hash2"), ApiKeyView.class))
                .isEqualTo(new ApiKeyView("key_2", STRANGER, ApiKeySettings.SCOPES));
        assertThat(models.ask(new FindApiKey("key_1"), ApiKeyView.class)).isNull();
        assertThat(models.ask(new FindApiKey("hash"), ApiKeyView.class)).isNull();
    }
}
