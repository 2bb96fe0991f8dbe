package io.hookstream.projections.apikey;

import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ApiKeyProjectionIT extends WithProjections {

    @Test
    void isFoundByItsHashAndKeepsItsScopes() {
        projections.project(
                new ApiKeyCreated("key_1", TENANT, new ApiKeySettings("ci", "hash1", "f00d", List.of("read"))),
                new ApiKeyCreated("key_2", TENANT, new ApiKeySettings("all", "hash2", "beef", null)));
        assertThat(projections.documents(ApiKeyProjection.COLLECTION)).containsOnlyKeys("hash1", "hash2");
        Document key = projections.document(ApiKeyProjection.COLLECTION, "hash1");
        assertThat(key.getString(ApiKeyProjection.KEY_ID)).isEqualTo("key_1");
        assertThat(ResourceDocument.tenant(key)).isEqualTo(TENANT);
        assertThat(key.getList(ApiKeyProjection.SCOPES, String.class)).containsExactly("read");
        assertThat(projections
                        .document(ApiKeyProjection.COLLECTION, "hash2")
                        .getList(ApiKeyProjection.SCOPES, String.class))
                .isEqualTo(ApiKeySettings.SCOPES);
    }
}
