package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the configuration of each type is stored, for ever. */
class DestinationConfigsTest {

    static Stream<DestinationConfig> configs() {
        return Stream.of(new WebSocketConfig("live-orders", false, 10));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void isStoredAsItWasAndReadBack(DestinationConfig config) throws IOException {
        try (InputStream golden =
                DestinationConfigsTest.class.getResourceAsStream("/destination-configs/" + config.kind() + ".json")) {
            byte[] stored = Objects.requireNonNull(golden, config.kind()).readAllBytes();

            assertThat(Json.mapper().readTree(Json.mapper().writeValueAsBytes(config)))
                    .isEqualTo(Json.mapper().readTree(stored));
            assertThat(Json.mapper().readValue(stored, DestinationConfig.class)).isEqualTo(config);
        }
    }
}
