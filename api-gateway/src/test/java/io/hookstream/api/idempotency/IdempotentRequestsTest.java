package io.hookstream.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hookstream.api.Gateway;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

class IdempotentRequestsTest {

    private static final String BODY = "{\"name\": \"Stripe\"}";

    private final Gateway gateway = Gateway.fresh();

    @BeforeEach
    void sourcesCanBeCreated() {
        gateway.bus.command(CreateSource.class, command -> 0L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id()));
    }

    private static SourceView source(String id) {
        return new SourceView(
                id,
                Gateway.TENANT,
                new SourceSettings("Stripe", "stripe", true),
                new Revision(0, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                0);
    }

    @Test
    void theSameRequestGetsTheFirstAnswerAgain() {
        EntityExchangeResult<String> first = text(create("key-1", BODY));
        EntityExchangeResult<String> second = text(create("key-1", BODY));

        assertThat(gateway.bus.received(CreateSource.class)).hasSize(1);
        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(first.getResponseHeaders().getFirst("Idempotency-Replayed")).isNull();
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getContentType())
                .isEqualTo(first.getResponseHeaders().getContentType());
        assertThat(second.getResponseHeaders().getETag())
                .isEqualTo(first.getResponseHeaders().getETag())
                .isNotNull();
        assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.getResponseHeaders().getFirst("X-Request-Id"))
                .isNotEqualTo(first.getResponseHeaders().getFirst("X-Request-Id"));
    }

    @Test
    void whatIsKeptIsEncrypted() {
        create("key-1", BODY).expectStatus().isCreated();

        assertThat(gateway.idempotency.content())
                .contains("v1.}", "epirtS")
                .doesNotContain("Stripe")
                .doesNotContain("key-1");
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() {
        create("key-1", BODY).expectStatus().isCreated();

        create("key-1", "{\"name\": \"GitHub\"}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Idempotency-Key: was used for another request");
        assertThat(gateway.bus.received(CreateSource.class)).hasSize(1);
    }

    @Test
    void anotherPathHasItsOwnKeys() {
        create("key-1", BODY).expectStatus().isCreated();

        gateway.client()
                .post()
                .uri("/v1/sources/nothing/here")
                .header("Idempotency-Key", "key-1")
                .bodyValue(BODY)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        gateway.bus.reset();
        Gateway.fresh();
        gateway.bus.command(CreateSource.class, command -> {
            throw Refused.conflict("slug: stripe is taken");
        });

        create("key-1", BODY).expectStatus().isEqualTo(409);
        create("key-1", BODY).expectStatus().isEqualTo(409).expectHeader().valueEquals("Idempotency-Replayed", "true");
        assertThat(gateway.bus.received(CreateSource.class)).hasSize(1);
    }

    @Test
    void whatFailedHereIsTriedAgain() {
        gateway.bus.reset();
        Gateway.fresh();
        boolean[] failing = {true};
        gateway.bus.command(CreateSource.class, command -> {
            if (failing[0]) {
                throw new IllegalStateException("no");
            }
            return 0L;
        });
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id()));

        create("key-1", BODY).expectStatus().is5xxServerError();
        failing[0] = false;
        create("key-1", BODY).expectStatus().isCreated();
    }

    @Test
    void whoComesWhileTheFirstIsBeingAnsweredWaits() {
        CompletableFuture<SourceView> shown = new CompletableFuture<>();
        gateway.bus.query(FindSource.class, SourceView.class, query -> shown);
        CompletableFuture<EntityExchangeResult<String>> first =
                CompletableFuture.supplyAsync(() -> text(create("key-1", BODY)));
        await().until(() -> !gateway.bus.received(CreateSource.class).isEmpty());

        create("key-1", BODY).expectStatus().isEqualTo(409).expectHeader().valueEquals("Retry-After", "1");
        shown.complete(source("src_1"));

        assertThat(first.join().getStatus().value()).isEqualTo(201);
        create("key-1", BODY).expectHeader().valueEquals("Idempotency-Replayed", "true");
    }

    @Test
    void whoHungUpFindsTheAnswer() throws IOException {
        CompletableFuture<SourceView> shown = new CompletableFuture<>();
        gateway.bus.query(FindSource.class, SourceView.class, query -> shown);
        Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            String request = "POST /v1/sources HTTP/1.1\r\nHost: here\r\nX-API-Key: all\r\nIdempotency-Key: key-1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            await().until(() -> !gateway.bus.received(CreateSource.class).isEmpty());
        }
        shown.complete(source("src_1"));

        await().untilAsserted(() -> create("key-1", BODY)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Idempotency-Replayed", "true"));
        logger.detachAppender(logged);
        assertThat(logged.list).isEmpty();
    }

    @Test
    void aStoreThatIsDownIsSaidBeforeAnythingIsDone() {
        gateway.idempotency.fail();

        create("key-1", BODY).expectStatus().isEqualTo(503);
        assertThat(gateway.bus.received(CreateSource.class)).isEmpty();
    }

    @Test
    void aRequestWithoutAKeyIsCarriedOutEachTime() {
        for (int i = 0; i < 2; i++) {
            post(headers -> {}, BODY).expectStatus().isCreated();
        }
        assertThat(gateway.bus.received(CreateSource.class)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void aKeyThatIsEmptyOrTooLongIsRefused(int length) {
        create("k".repeat(length), BODY).expectStatus().isBadRequest();
        assertThat(gateway.bus.received(CreateSource.class)).isEmpty();
    }

    @Test
    void whoMayNotKeepsNothing() {
        gateway.with("read")
                .post()
                .uri("/v1/sources")
                .header("Idempotency-Key", "key-1")
                .bodyValue(BODY)
                .exchange()
                .expectStatus()
                .isForbidden();

        assertThat(gateway.idempotency.content()).isEqualTo("[]");
    }

    @Test
    void ingestLeavesTheKeyToTheSource() {
        gateway.bus.query(FindSource.class, SourceView.class, query -> null);
        for (int i = 0; i < 2; i++) {
            gateway.anonymous()
                    .post()
                    .uri("/v1/ingest/src_unknown")
                    .header("Idempotency-Key", "key-1")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .doesNotExist("Idempotency-Replayed");
        }
        assertThat(gateway.idempotency.content()).isEqualTo("[]");
    }

    private WebTestClient.ResponseSpec create(String key, String body) {
        return post(headers -> headers.set("Idempotency-Key", key), body);
    }

    private WebTestClient.ResponseSpec post(Consumer<HttpHeaders> headers, String body) {
        return gateway.client()
                .post()
                .uri("/v1/sources")
                .headers(headers)
                .bodyValue(body)
                .exchange();
    }

    private static EntityExchangeResult<String> text(WebTestClient.ResponseSpec answer) {
        return answer.expectBody(String.class).returnResult();
    }
}
