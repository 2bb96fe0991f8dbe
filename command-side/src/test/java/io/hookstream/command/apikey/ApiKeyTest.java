package io.hookstream.command.apikey;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final ApiKeySettings SETTINGS = new ApiKeySettings("ci", "9f86d081", "f00d", List.of("read"));

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
                .when(new CreateApiKey("key_1", TENANT, new ApiKeySettings("ci", "another", "cafe", null)))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }
}
