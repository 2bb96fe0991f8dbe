package io.hookstream.command.apikey;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyCommand.RevokeApiKey;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeySettings;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final ApiKeySettings SETTINGS =
            new ApiKeySettings("ci", "9f86d081", "f00d", List.of("read"), "hs_live_a1b2");

    private final AggregateTestFixture<ApiKey> fixture = fixture(ApiKey.class);

    @Test
    void isCreated() {
        fixture.givenNoPriorActivity()
                .when(new CreateApiKey("key_1", TENANT, SETTINGS))
                .expectEvents(new ApiKeyCreated("key_1", TENANT, SETTINGS))
                .expectResultMessagePayload(0L);
    }

    @Test
    void isCreatedOnceAndKeepsItsHash() {
        fixture.given(new ApiKeyCreated("key_1", TENANT, SETTINGS))
                .when(new CreateApiKey("key_1", TENANT, new ApiKeySettings("ci", "another", "cafe", null, null)))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isRevokedOnce() {
        fixture.given(new ApiKeyCreated("key_1", TENANT, SETTINGS))
                .when(new RevokeApiKey("key_1", TENANT))
                .expectEvents(new ApiKeyRevoked("key_1", TENANT))
                .expectResultMessagePayload(1L);
        fixture.given(new ApiKeyCreated("key_1", TENANT, SETTINGS), new ApiKeyRevoked("key_1", TENANT))
                .when(new RevokeApiKey("key_1", TENANT))
                .expectNoEvents();
    }

    @Test
    void isNotRevokedByAnotherTenant() {
        expectRefused(
                fixture.given(new ApiKeyCreated("key_1", TENANT, SETTINGS))
                        .when(new RevokeApiKey("key_1", OTHER_TENANT)),
                Code.NOT_FOUND,
                "API key not found");
    }
}
