package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Revision;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest.Header;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.AxonTransientException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

class IngestTest {

    private final Gateway gateway = Gateway.fresh();
    private final WebTestClient sender = gateway.anonymous();
    private final String id = Ids.create("src", System.currentTimeMillis());

    @BeforeEach
    void aSourceAndAnEventStore() {
        source(true, false);
        gateway.bus.command(IngestEvent.class, IngestEvent::eventId);
    }

    private void source(boolean enabled, boolean deleted) {
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> query.id().equals(id)
                        ? new SourceView(
                                id,
                                Gateway.TENANT,
                                new SourceSettings("Stripe", "stripe", enabled),
                                new Revision(0, deleted, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                                0)
                        : null);
    }

    private WebTestClient.RequestBodySpec request(HttpMethod method, String query) {
        return sender.method(method).uri(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/ingest/" + id + query));
    }

    private WebTestClient.RequestBodySpec post() {
        return request(HttpMethod.POST, "");
    }

    @Test
    void anAcceptedWebhookIsAnsweredWithItsIdAndItsSource() {
        byte[] answer = post().contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"paid\":true}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .returnResult()
                .getResponseBody();

        IngestEvent command = gateway.bus.only(IngestEvent.class);
        assertThat(command.eventId()).matches("evt_[0-9a-f]{32}");
        assertThat(new String(answer, StandardCharsets.UTF_8))
                .isEqualTo("{\"event_id\":\"" + command.eventId() + "\",\"source_id\":\"" + id + "\"}");
    }

    @Test
    void theRequestIsKeptAsItCame() {
        request(HttpMethod.PUT, "?live=1&v=a%2Fb")
                .header("Content-Type", "text/plain; a=\"b;c\"")
                .header("X-Trace", "a", "b")
                .bodyValue("text".getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isOk();

        IngestEvent command = gateway.bus.only(IngestEvent.class);
        assertThat(command.tenant()).isEqualTo(Gateway.TENANT);
        assertThat(command.sourceId()).isEqualTo(id);
        assertThat(command.request().method()).isEqualTo("PUT");
        assertThat(command.request().query()).isEqualTo("live=1&v=a%2Fb");
        assertThat(command.request().contentType()).isEqualTo("text/plain; a=\"b;c\"");
        assertThat(command.request().sourceIp()).isEqualTo("127.0.0.1");
        assertThat(command.request().headers()).contains(new Header("X-Trace", "a"), new Header("X-Trace", "b"));
        assertThat(command.payload()).isEqualTo(Payload.inline("text".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aKeyOfThisApiIsNotKeptWithTheEvent() {
        post().header("x-api-key", "hs_live_0123")
                .header("X-Other-Key", "kept")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(IngestEvent.class).request().headers())
                .extracting(Header::name)
                .contains("X-Other-Key")
                .noneMatch("x-api-key"::equalsIgnoreCase);
    }

    @Test
    void aSendersOwnApiKeyIsNoneOfOurBusiness() {
        post().header("X-API-Key", "a key of the sender")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PURGE", "MKCOL"})
    void anyMethodIsTaken(String method) {
        request(HttpMethod.valueOf(method), "").exchange().expectStatus().isOk();

        assertThat(gateway.bus.only(IngestEvent.class).request().method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "image/png", "nonsense", "application/xml, text/html;q=0.9"})
    void whatTheSenderWouldLikeToReadDoesNotMakeItFail(String accept) {
        post().header("Accept", accept).exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?a=..;//%2e%2e%2f%00", "?a[]=1&a[]=2", "?", "?=&&"})
    void anyQueryIsTaken(String query) throws Exception {
        RawRequest.Answer answer = RawRequest.get(gateway.port(), "/v1/ingest/" + id + query);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.bus.only(IngestEvent.class).request().query()).isEqualTo(query.substring(1));
    }

    @Test
    void headersOfOtherAlphabetsAreTaken() throws Exception {
        RawRequest.Answer answer = RawRequest.get(
                gateway.port(), "/v1/ingest/" + id, "X-Name: Zażółć", "X-Bytes: \u0080\u00ff", "X-Empty:");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gateway.bus.only(IngestEvent.class).request().headers())
                .extracting(Header::name)
                .contains("X-Name", "X-Bytes", "X-Empty");
    }

    @Test
    void anEmptyBodyIsAPayloadOfNoBytes() {
        post().exchange().expectStatus().isOk();

        assertThat(gateway.bus.only(IngestEvent.class).payload()).isEqualTo(Payload.inline(new byte[0]));
    }

    @Test
    void anUnknownSourceIsNotFound() {
        refused(sender.post().uri("/v1/ingest/src_unknown").exchange().expectStatus(), 404, "Source not found");
    }

    @Test
    void aDeletedSourceIsNotFound() {
        Gateway.fresh();
        source(true, true);
        refused(post().exchange().expectStatus(), 404, "Source not found");
    }

    @Test
    void aDisabledSourceIsForbidden() {
        Gateway.fresh();
        source(false, false);
        refused(post().exchange().expectStatus(), 403, "The source is disabled");
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() {
        post().bodyValue(new byte[Gateway.MAX_PAYLOAD])
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(IngestEvent.class).payload().size()).isEqualTo(Gateway.MAX_PAYLOAD);
    }

    @Test
    void aLengthPastTheLimitIsRefused() {
        refused(
                post().bodyValue(new byte[Gateway.MAX_PAYLOAD + 1]).exchange().expectStatus(),
                413,
                "The body is larger than " + Gateway.MAX_PAYLOAD + " bytes");
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
    }

    @Test
    void aChunkedBodyPastTheLimitIsRefused() {
        Flux<DataBuffer> chunks =
                Flux.range(0, 65).map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[i == 64 ? 1 : 1024]));
        refused(
                post().body(chunks, DataBuffer.class).exchange().expectStatus(),
                413,
                "The body is larger than " + Gateway.MAX_PAYLOAD + " bytes");
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
    }

    @Test
    void aSmallPayloadTravelsInTheEvent() {
        byte[] body = new byte[Payload.MAX_INLINE];
        post().bodyValue(body).exchange().expectStatus().isOk();

        assertThat(gateway.bus.only(IngestEvent.class).payload()).isEqualTo(Payload.inline(body));
        assertThat(gateway.payloads.stored).isEmpty();
    }

    @Test
    void aLargePayloadIsStoredBeforeTheEventThatRefersToIt() {
        Gateway.fresh();
        source(true, false);
        byte[] body = new byte[Payload.MAX_INLINE + 1];
        Arrays.fill(body, (byte) 7);
        gateway.bus.command(IngestEvent.class, command -> {
            assertThat(gateway.payloads.stored.get(command.eventId())).isEqualTo(body);
            return command.eventId();
        });

        post().bodyValue(body).exchange().expectStatus().isOk();

        assertThat(gateway.bus.only(IngestEvent.class).payload()).isEqualTo(Payload.stored(body.length));
    }

    @Test
    void aPayloadStoreThatFailsIsUnavailableAndNothingIsAppended() {
        gateway.payloads.failWith(new IllegalStateException("The disk is full"));

        unavailable(post().bodyValue(new byte[Payload.MAX_INLINE + 1]).exchange());
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
    }

    @Test
    void anEventStoreThatFailsIsUnavailable() {
        Gateway.fresh();
        source(true, false);
        gateway.bus.command(IngestEvent.class, command -> {
            throw new AxonTransientException("The disk is full") {};
        });

        unavailable(post().exchange());
    }

    @Test
    void aReadModelThatFailsIsUnavailable() {
        Gateway.fresh();
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> CompletableFuture.failedFuture(new IllegalStateException("No server answers")));

        unavailable(post().exchange());
    }

    @Test
    void aCommandThatNobodyHandlesIsUnavailable() {
        Gateway.fresh();
        source(true, false);

        unavailable(post().exchange());
    }

    private static void unavailable(WebTestClient.ResponseSpec answer) {
        answer.expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5")
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(503);
    }

    private static void refused(StatusAssertions status, int expected, String error) {
        status.isEqualTo(expected)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(expected)
                .jsonPath("$.error")
                .isEqualTo(error)
                .jsonPath("$.request_id")
                .isNotEmpty();
    }
}
