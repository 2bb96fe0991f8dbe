package io.hookstream.projections.apikey;

import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ApiKeyProjectionIT extends WithProjections {

    private static final ApiKeySettings SETTINGS =
            new ApiKeySettings("ci", "hash1", "f00d", List.of("read"), "hs_live_a1b2");

    @Test
    void isFoundByItsHashAndKeepsItsSettings() {
        projections.project(new ApiKeyCreated("key_1", TENANT, SETTINGS));

        Document key = projections.document(ApiKeyProjection.COLLECTION, "key_1");
        assertThat(key.getString(ApiKeyProjection.HASH)).isEqualTo("hash1");
        assertThat(ResourceDocument.tenant(key)).isEqualTo(TENANT);
        assertThat(ResourceDocument.settings(key, ApiKeySettings.class)).isEqualTo(SETTINGS);
        assertThat(ResourceDocument.revision(key).deleted()).isFalse();
    }

    @Test
    void staysMarkedOnceItIsRevoked() {
        projections.project(new ApiKeyCreated("key_1", TENANT, SETTINGS), new ApiKeyRevoked("key_1", TENANT));

        Document key = projections.document(ApiKeyProjection.COLLECTION, "key_1");
        assertThat(ResourceDocument.revision(key).deleted()).isTrue();
        assertThat(ResourceDocument.revision(key).version()).isOne();
    }
}
