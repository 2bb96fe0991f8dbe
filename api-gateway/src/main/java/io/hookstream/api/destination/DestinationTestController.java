package io.hookstream.api.destination;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.DestinationQuery.DestinationTest;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.TestDestination;
import io.hookstream.messages.destination.DestinationView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tries a destination out: a sample is sent to it now, and what came of that is the answer. */
@RestController
@RequestMapping("/v1/destinations/{id}/test")
@Tag(name = "Destinations")
class DestinationTestController {

    private static final String SAMPLE =
            "{\"type\":\"hookstream.test\",\"message\":\"This is a test that hookstream was asked to send\"}";

    /** How much longer than the attempt the way to it and back may take. */
    private static final Duration WAY = Duration.ofSeconds(5);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Bus bus;
    private final SettingsReader reader;

    DestinationTestController(Bus bus, SettingsReader reader) {
        this.bus = bus;
        this.reader = reader;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<DestinationTestResponse> test(
            Tenant tenant,
            @PathVariable String id,
            @Schema(implementation = DestinationTestRequest.class) @RequestBody(required = false)
                    byte @Nullable [] body) {
        DestinationTestRequest request = body == null || body.length == 0
                ? DestinationTestRequest.EMPTY
                : reader.settings(body, DestinationTestRequest.class);
        return bus.query(new FindDestination(id, tenant), DestinationView.class)
                .filter(found -> !found.revision().deleted())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Destination")))
                .flatMap(found -> test(found, request.payload()));
    }

    private Mono<DestinationTestResponse> test(DestinationView destination, @Nullable Sample payload) {
        DestinationConfig config =
                Objects.requireNonNull(destination.settings().config(), "checked when it was set up");
        TestDestination query = new TestDestination(
                destination.id(),
                destination.tenant(),
                destination.settings(),
                destination.revision().version(),
                payload == null ? SAMPLE : payload.json());
        return bus.query(query, DestinationTest.class, config.attemptLimit().plus(WAY))
                .mapNotNull(DestinationTest::result)
                .map(DestinationTestResponse::of)
                .switchIfEmpty(Mono.error(() ->
                        ApiException.tooMany("A test of this destination is still running: try again", TRY_AGAIN)));
    }
}
