package io.hookstream.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceView;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

class RateLimitFilterTest {

    @SuppressWarnings("NullAway.Init")
    private static Gateway limited;

    @BeforeAll
    static void start() {
        limited = Gateway.of(
                "hookstream.rate-limits.ingest=3",
                "hookstream.rate-limits.address=3",
                "hookstream.rate-limits.organization=2");
        limited.bus.query(FindSource.class, SourceView.class, query -> null);
        limited.bus.query(ListDestinations.class, Destinations.class, query -> new Destinations(List.of(), null));
    }

    @Test
    void refusesWithTheStandingTheWaitAndTheShapeOfErrors() {
        for (int remaining = 2; remaining >= 0; remaining--) {
            limited.anonymous()
                    .post()
                    .uri("/v1/ingest/src_unknown")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .valueEquals("X-RateLimit-Remaining", String.valueOf(remaining));
        }
        limited.anonymous()
                .post()
                .uri("/v1/ingest/src_unknown")
                .exchange()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals("X-RateLimit-Limit", "3")
                .expectHeader()
                .valueEquals("X-RateLimit-Remaining", "0")
                .expectHeader()
                .value("Retry-After", wait -> assertThat(Integer.parseInt(wait)).isBetween(1, 60))
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(429)
                .jsonPath("$.request_id")
                .value(id -> assertThat((String) id).startsWith("req_"));
    }

    @Test
    void countsAnOrganizationWhateverItsAddress() {
        for (int i = 0; i < 2; i++) {
            limited.client()
                    .get()
                    .uri("/v1/destinations")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
        limited.with("read")
                .get()
                .uri("/v1/destinations")
                .exchange()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals("X-RateLimit-Limit", "2");
        // The address was given back what the organization took.
        for (int i = 0; i < 3; i++) {
            wrongKey().expectStatus().isUnauthorized();
        }
        wrongKey().expectStatus().isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/sources/src_unknown, all, 404",
        "GET, /v1/sources, none, 401",
        "GET, /v1/sources, wrong, 401",
        "POST, /v1/sources, read, 403",
        "GET, /v1/nonsense, all, 404",
        "PUT, /v1/sources, all, 405",
        "GET, /v3/api-docs, none, 200",
        "POST, /v1/ingest/src_unknown, none, 404"
    })
    void everyAnswerHasTheHeaders(String method, String path, String key, int status) {
        Gateway gateway = Gateway.fresh();
        gateway.bus.query(FindSource.class, SourceView.class, query -> null);
        WebTestClient client = key.equals("none") ? gateway.anonymous() : gateway.with(key);
        client.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .exists("X-RateLimit-Limit")
                .expectHeader()
                .exists("X-RateLimit-Remaining")
                .expectHeader()
                .exists("X-RateLimit-Reset");
    }

    private WebTestClient.ResponseSpec wrongKey() {
        return limited.with("wrong").get().uri("/v1/destinations").exchange();
    }
}
