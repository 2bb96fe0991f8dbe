package io.hookstream.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Bus;
import io.hookstream.api.Errors;
import io.hookstream.api.Gateway;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class SecurityTest {

    private final Gateway gateway = Gateway.fresh();

    @BeforeEach
    void listsAreEmpty() {
        gateway.bus.query(ListSources.class, Sources.class, query -> new Sources(List.of(), null));
        gateway.bus.query(ListProjections.class, Projections.class, query -> new Projections(List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/sources",
        "POST, /v1/destinations",
        "PATCH, /v1/connections/conn_1",
        "DELETE, /v1/sources/src_1",
        "GET, /v1/events",
        "GET, /v1/delivery-attempts/da_1",
        "GET, /v1/admin/projections",
        "GET, /v1/nonsense",
        "OPTIONS, /v1/sources",
        "GET, /"
    })
    void withoutAKeyNothingIsShown(String method, String path) {
        refused(
                gateway.anonymous().method(HttpMethod.valueOf(method)).uri(path).exchange(),
                401,
                "An API key is needed, in X-API-Key, or a login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "ALL", "hs_live_", "all,all"})
    void aWrongKeyIsRefused(String key) {
        refused(list(gateway.with(key)), 401, "The API key is not valid");
    }

    @Test
    void anEmptyKeyIsAWrongOne() {
        refused(list(gateway.with("")), 401, "The API key is not valid");
    }

    @Test
    void aWrongKeyIsRefusedWhereThereIsNothing() {
        refused(gateway.with("wrong").get().uri("/v1/nonsense").exchange(), 401, "The API key is not valid");
    }

    @Test
    void severalKeysAreRefusedAlthoughOneIsValid() {
        refused(
                gateway.anonymous()
                        .get()
                        .uri("/v1/sources")
                        .header("X-API-Key", "all", "wrong")
                        .exchange(),
                401,
                "Show one API key, not several");
    }

    @ParameterizedTest
    @CsvSource({
        "read,   GET,    /v1/sources,           200",
        "read,   HEAD,   /v1/sources,           200",
        "read,   DELETE, /v1/sources/src_1,     403",
        "read,   POST,   /v1/sources,           403",
        "read,   PATCH,  /v1/sources/src_1,     403",
        "read,   GET,    /v1/admin/projections, 403",
        "write,  GET,    /v1/sources,           403",
        "write,  POST,   /v1/sources,           400",
        "write,  POST,   /v1/admin/projections/events/reset, 403",
        "ingest, GET,    /v1/sources,           403",
        "ingest, POST,   /v1/sources,           403",
        "admin,  GET,    /v1/admin/projections, 200",
        "admin,  GET,    /v1/sources,           403",
        "all,    GET,    /v1/sources,           200",
        "all,    GET,    /v1/admin/projections, 200"
    })
    void aKeyOpensWhatItsScopesAllow(String key, String method, String path, int status) {
        gateway.with(key)
                .method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    @Test
    void aMissingScopeIsAnsweredLikeEveryError() {
        refused(
                gateway.with("read").delete().uri("/v1/sources/src_1").exchange(),
                403,
                "The API key does not have the scope for this");
        assertThat(gateway.bus.received(DeleteSource.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs/swagger-config", "/swagger-ui/index.html"})
    void theDocumentationIsOpenAlsoToWhoShowsAWrongKey(String path) {
        gateway.anonymous().get().uri(path).exchange().expectStatus().isOk();
        gateway.with("wrong").get().uri(path).exchange().expectStatus().isOk();
    }

    @Test
    void aKeyIsLookedUpOnceForARequest() {
        gateway.with("looked up")
                .get()
                .uri("/v1/sources")
                .exchange()
                .expectStatus()
                .isUnauthorized();

        assertThat(gateway.bus.received(FindApiKey.class)).hasSize(1);
    }

    @Test
    void aLookupThatFailsIsUnavailableInTheShapeOfEveryError() {
        Gateway.fresh().bus.reset();
        gateway.bus.query(
                FindApiKey.class,
                ApiKeyView.class,
                query -> CompletableFuture.failedFuture(new IllegalStateException("No server answers")));

        list(gateway.with("not seen before"))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(503)
                .jsonPath("$.request_id")
                .isNotEmpty();
    }

    @Test
    void aKeyIsNotSaidToBeWrongWhileTheReadModelIsBuiltAgain() {
        gateway.configurationIs(true, true);

        gateway.with("unknown")
                .get()
                .uri("/v1/sources")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After");
    }

    @Test
    void aCallerWhoHangsUpDoesNotTakeTheAnswerFromTheNext() {
        CompletableFuture<ApiKeyView> answer = new CompletableFuture<>();
        gateway.bus.reset();
        gateway.bus.query(FindApiKey.class, ApiKeyView.class, query -> answer);
        ApiKeyFilter filter = new ApiKeyFilter(
                new ApiKeys(gateway.bean(Bus.class)), gateway.bean(ApiKeyUses.class), gateway.bean(Errors.class));
        AtomicInteger letIn = new AtomicInteger();

        Disposable hangsUp = pass(filter, letIn).subscribe();
        CompletableFuture<Void> waits = pass(filter, letIn).toFuture();
        hangsUp.dispose();
        answer.complete(new ApiKeyView("key_1", Gateway.TENANT, List.of("read")));

        assertThat(waits).succeedsWithin(java.time.Duration.ofSeconds(5));
        assertThat(letIn).hasValue(1);
        assertThat(gateway.bus.received(FindApiKey.class)).hasSize(1);
    }

    private static Mono<Void> pass(ApiKeyFilter filter, AtomicInteger letIn) {
        return filter.filter(
                MockServerWebExchange.from(
                        MockServerHttpRequest.get("/v1/sources").header("X-API-Key", "shared")),
                exchange -> Mono.fromRunnable(letIn::incrementAndGet));
    }

    private static WebTestClient.ResponseSpec list(WebTestClient client) {
        return client.get().uri("/v1/sources").exchange();
    }

    private static void refused(WebTestClient.ResponseSpec answer, int status, String error) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .valueMatches("X-Request-Id", "req_[0-9a-f]{32}")
                .expectHeader()
                .contentType("application/json")
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo(error)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.request_id")
                .isNotEmpty()
                .jsonPath("$.length()")
                .isEqualTo(3);
    }
}
