package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hookstream.messages.Refused;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceView;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.common.AxonTransientException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.ResponseStatusException;

class ErrorsTest {

    private static final String STORE = "The store does not answer in time: try again";

    private final Gateway gateway = Gateway.fresh();

    static Stream<Arguments> everyKind() {
        return Stream.of(
                Arguments.of(ApiException.badRequest("name: is required"), 400, "name: is required", null),
                Arguments.of(ApiException.forbidden("The source is disabled"), 403, "The source is disabled", null),
                Arguments.of(ApiException.notFound("Source"), 404, "Source not found", null),
                Arguments.of(ApiException.tooLarge("Too large"), 413, "Too large", null),
                Arguments.of(ApiException.unavailable("Try again"), 503, "Try again", "5"),
                Arguments.of(Refused.invalid("slug: is taken"), 400, "slug: is taken", null),
                Arguments.of(Refused.notFound("Source"), 404, "Source not found", null),
                Arguments.of(Refused.conflict("It is in use"), 409, "It is in use", null),
                Arguments.of(
                        new CompletionException(new CompletionException(Refused.conflict("In use"))),
                        409,
                        "In use",
                        null),
                // As it comes from another process: the details are all that is left of the refusal.
                Arguments.of(
                        new CommandExecutionException(
                                "remote", null, new Refused.Reason(Refused.Code.CONFLICT, "It is in use")),
                        409,
                        "It is in use",
                        null),
                Arguments.of(new CommandExecutionException("remote", null), 503, STORE, "5"),
                Arguments.of(new AggregateNotFoundException("src_1", "secret"), 404, "Source not found", null),
                Arguments.of(
                        new ConcurrencyException("secret"), 409, "It was changed at the same time: try again", null),
                Arguments.of(new DataBufferLimitException("secret"), 413, "The body is too large", null),
                Arguments.of(new TimeoutException("secret"), 503, STORE, "5"),
                Arguments.of(new ConnectException("secret"), 503, STORE, "5"),
                Arguments.of(new NoHandlerForCommandException("secret"), 503, STORE, "5"),
                Arguments.of(new NoHandlerForQueryException("secret"), 503, STORE, "5"),
                Arguments.of(new AxonTransientException("secret") {}, 503, STORE, "5"),
                Arguments.of(
                        new ResponseStatusException(HttpStatus.I_AM_A_TEAPOT, "No coffee"), 418, "No coffee", null),
                Arguments.of(
                        new NullPointerException("secret"), 500, "Something went wrong here; it was logged", null));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whateverGoesWrongIsAnsweredInOneShape(
            Throwable thrown, int status, String error, @Nullable String retryAfter) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/v1/sources/src_1"));
        exchange.getResponse().getHeaders().set("X-Request-Id", "req_1");

        ResponseEntity<ErrorBody> answer = gateway.bean(Errors.class).handle(thrown, exchange);

        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(answer.getBody()).isEqualTo(new ErrorBody(error, status, "req_1"));
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(retryAfter);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nonsense, 404, There is nothing at this address",
        "GET, /nonsense, 404, There is nothing at this address",
        "GET, /v1/sources/src_1/nonsense, 404, There is nothing at this address",
        "PUT, /v1/sources, 405, Request method 'PUT' is not supported.",
        "PURGE, /v1/sources, 405, Request method 'PURGE' is not supported.",
        "POST, /v1/events, 405, Request method 'POST' is not supported.",
        "GET, /v1/sources;a=b, 400, The address or a header of the request is not allowed"
    })
    void whatTheRouterRefusesIsAnsweredInThatShapeToo(String method, String path, int status, String error) {
        answered(gateway.client().method(HttpMethod.valueOf(method)).uri(path).exchange(), status, error);
    }

    @Test
    void aMethodThatIsNotAllowedIsAnsweredWithThoseThatAre() {
        gateway.client()
                .put()
                .uri("/v1/sources/src_1")
                .exchange()
                .expectHeader()
                .value(
                        "Allow",
                        allow -> assertThat(allow.split(", *")).containsExactlyInAnyOrder("GET", "PATCH", "DELETE"));
    }

    @Test
    void aContentTypeThatIsNoneIsRefused() {
        gateway.client()
                .post()
                .uri("/v1/sources")
                .header("Content-Type", "nonsense")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(415)
                .jsonPath("$.request_id")
                .isNotEmpty();
    }

    @Test
    void aBodyThatNoSettingsNeedIsTooLarge() {
        answered(
                gateway.client()
                        .post()
                        .uri("/v1/sources")
                        .bodyValue(new byte[300 * 1024])
                        .exchange(),
                413,
                "The body is too large");
        assertThat(gateway.bus.received(CreateSource.class)).isEmpty();
    }

    @Test
    void aMissingBodyIsRefused() {
        gateway.client().post().uri("/v1/sources").exchange().expectStatus().isBadRequest();
    }

    @Test
    void everyAnswerHasARequestIdOfItsOwn() {
        gateway.bus.query(FindSource.class, SourceView.class, query -> null);
        String first = requestId(gateway.client(), "/v1/sources/src_1");
        String second = requestId(gateway.client(), "/v1/sources/src_1");
        String third = requestId(gateway.anonymous(), "/v3/api-docs");

        assertThat(Stream.of(first, second, third))
                .allMatch(id -> id.matches("req_[0-9a-f]{32}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aSenderWhoHangsUpIsNothingToLog() throws IOException {
        gateway.bus.query(FindSource.class, SourceView.class, query -> BusTest.version(1));
        Logger logger = (Logger) LoggerFactory.getLogger(Errors.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            for (int i = 0; i < 5; i++) {
                try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
                    socket.getOutputStream()
                            .write("POST /v1/ingest/src_1 HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
            org.awaitility.Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> logged.list.isEmpty());
        } finally {
            logger.detachAppender(logged);
        }
    }

    private static String requestId(WebTestClient client, String path) {
        return client.get()
                .uri(path)
                .exchange()
                .returnResult(String.class)
                .getResponseHeaders()
                .getFirst("X-Request-Id");
    }

    private static void answered(WebTestClient.ResponseSpec answer, int status, String error) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .valueMatches("X-Request-Id", "req_[0-9a-f]{32}")
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo(error)
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.request_id")
                .value(id -> assertThat((String) id).matches("req_[0-9a-f]{32}"))
                .jsonPath("$.length()")
                .isEqualTo(3);
    }
}
