package io.hookstream.query.apikey;

import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ListApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.query.WithReadModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeyQueryHandlerIT extends WithReadModels {

    private static ApiKeySettings settings(String hash, List<String> scopes) {
        return new ApiKeySettings("ci", hash, "f00d", scopes, "hs_live_a1b2");
    }

    @Test
    void aKeyIsFoundByItsHashAlone() {
        models.write(
                new OrganizationCreated(TENANT, "Installed", null),
                new ApiKeyCreated("key_1", TENANT, settings("hash1", List.of("read"))),
                new ApiKeyCreated("key_2", TENANT, settings("hash2", null)));
        assertThat(models.ask(new FindApiKey("hash1"), ApiKeyView.class))
                .isEqualTo(new ApiKeyView("key_1", TENANT, List.of("read")));
        assertThat(models.ask(new FindApiKey("hash2"), ApiKeyView.class))
                .isEqualTo(new ApiKeyView("key_2", TENANT, ApiKeySettings.SCOPES));
        assertThat(models.ask(new FindApiKey("key_1"), ApiKeyView.class)).isNull();
        assertThat(models.ask(new FindApiKey("hash"), ApiKeyView.class)).isNull();
    }

    @Test
    void aKeyOfWhoSignedUpDoesNotAdministerTheServer() {
        models.write(
                new OrganizationCreated(STRANGER, "Somebody's", "usr_1"),
                new ApiKeyCreated("key_1", STRANGER, settings("hash1", null)),
                new ApiKeyCreated("key_2", STRANGER, settings("hash2", List.of("admin"))));
        assertThat(models.ask(new FindApiKey("hash1"), ApiKeyView.class).scopes())
                .containsExactly("read", "write", "ingest");
        assertThat(models.ask(new FindApiKey("hash2"), ApiKeyView.class).scopes())
                .isEmpty();
    }

    @Test
    void aRevokedKeyIsListedButNotFound() {
        models.write(
                new ApiKeyCreated("key_1", TENANT, settings("hash1", List.of("read"))),
                new ApiKeyRevoked("key_1", TENANT),
                new ApiKeyCreated("key_2", TENANT, settings("hash2", List.of("read"))),
                new ApiKeyCreated("key_3", STRANGER, settings("hash3", List.of("read"))));

        assertThat(models.ask(new FindApiKey("hash1"), ApiKeyView.class)).isNull();
        ApiKeys keys = models.ask(new ListApiKeys(TENANT, new PageRequest(null, 10)), ApiKeys.class);
        assertThat(keys.keys()).extracting(ListedApiKey::id).containsExactly("key_2", "key_1");
        assertThat(keys.keys()).extracting(key -> key.revision().deleted()).containsExactly(false, true);
        assertThat(keys.next()).isNull();
        assertThat(models.ask(new ListApiKeys(TENANT, new PageRequest(null, 1)), ApiKeys.class)
                        .next())
                .isEqualTo("key_2");
    }

    @Test
    void aKeyIsDescribedToItsTenantOnly() {
        models.write(new ApiKeyCreated("key_1", TENANT, settings("hash1", null)));
        assertThat(models.ask(new DescribeApiKey("key_1", TENANT), ListedApiKey.class)
                        .settings())
                .isEqualTo(settings("hash1", null));
        assertThat(models.ask(new DescribeApiKey("key_1", STRANGER), ListedApiKey.class))
                .isNull();
    }
}
