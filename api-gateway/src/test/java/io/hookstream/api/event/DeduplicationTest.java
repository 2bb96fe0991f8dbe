package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Revision;
import io.hookstream.messages.event.Deduplication;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What ingest compares webhooks by, and what it answers to a duplicate. */
class DeduplicationTest {

    private final Gateway gateway = Gateway.fresh();
    private final WebTestClient sender = gateway.anonymous();

    /** A new source each time: the gateway remembers sources. */
    private String source(@Nullable String strategy, @Nullable String field, @Nullable Integer window) {
        String id = Ids.create("src", System.currentTimeMillis());
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> new SourceView(
                        id,
                        Gateway.TENANT,
                        new SourceSettings("Stripe", "stripe", true, strategy, field, window),
                        new Revision(0, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                        0));
        return id;
    }

    private void accept() {
        gateway.bus.command(IngestEvent.class, IngestEvent::eventId);
    }

    private WebTestClient.ResponseSpec send(String source, byte[] body, String... headers) {
        WebTestClient.RequestBodySpec request = sender.post().uri("/v1/ingest/" + source);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.bodyValue(body).exchange();
    }

    private @Nullable Deduplication sent(String source, String body, String... headers) {
        send(source, body.getBytes(StandardCharsets.UTF_8), headers)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.duplicate")
                .doesNotExist();
        return gateway.bus.received(IngestEvent.class).getLast().deduplication();
    }

    @Test
    void aSourceWithoutAStrategyComparesNothing() {
        accept();
        assertThat(sent(source(null, "X-Id", 60), "{}", "X-Id", "7")).isNull();
    }

    @Test
    void payloadsAreComparedByTheirBytes() {
        accept();
        String source = source("payload_hash", null, 60);
        Deduplication first = sent(source, "{\"id\":7}");

        assertThat(first.windowSeconds()).isEqualTo(60);
        assertThat(first.key()).matches("[0-9a-f]{64}");
        assertThat(sent(source, "{\"id\":7}", "X-Id", "other")).isEqualTo(first);
        assertThat(sent(source, "{\"id\": 7}")).isNotEqualTo(first);
        assertThat(sent(source, "")).isNull();
    }

    @Test
    void largePayloadsAreComparedToTheirLastByte() {
        accept();
        String source = source("payload_hash", null, null);
        Deduplication first = sent(source, "x".repeat(60_000) + "a");

        assertThat(first.windowSeconds()).isEqualTo(300);
        assertThat(sent(source, "x".repeat(60_000) + "a")).isEqualTo(first);
        assertThat(sent(source, "x".repeat(60_000) + "b")).isNotEqualTo(first);
    }

    @Test
    void headersAreComparedWhateverTheCaseOfTheirNames() {
        accept();
        String source = source("header_field", "x-github-delivery", 60);
        Deduplication first = sent(source, "a", "X-GitHub-Delivery", "7");

        assertThat(first).isNotNull();
        assertThat(sent(source, "b", "x-github-DELIVERY", "7")).isEqualTo(first);
        assertThat(sent(source, "a", "X-GitHub-Delivery", "8")).isNotEqualTo(first);
        assertThat(sent(source("header_field", "X-GitHub-Delivery", 60), "a", "x-github-delivery", "7"))
                .isEqualTo(first);
        assertThat(sent(source, "a")).isNull();
        assertThat(sent(source, "a", "X-GitHub-Delivery", "")).isNull();
    }

    @Test
    void fieldsOfTheBodyAreCompared() {
        accept();
        String source = source("body_field", "data.id", 60);
        Deduplication first = sent(source, "{\"data\":{\"id\":\"pay_1\"},\"try\":1}");

        assertThat(first).isNotNull();
        assertThat(sent(source, "{\"try\": 2, \"data\": {\"id\": \"pay_1\"}}")).isEqualTo(first);
        assertThat(sent(source, "{\"data\":{\"id\":\"pay_2\"}}")).isNotEqualTo(first);
        assertThat(sent(source, "{\"data\":{}}")).isNull();
        assertThat(sent(source, "data.id=pay_1")).isNull();
    }

    @Test
    void aDuplicateIsAnsweredWithTheFirst() {
        gateway.bus.command(IngestEvent.class, command -> "evt_first");
        String source = source("payload_hash", null, 60);

        byte[] answer = send(source, new byte[] {1})
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();

        assertThat(new String(answer, StandardCharsets.UTF_8))
                .isEqualTo("{\"event_id\":\"evt_first\",\"source_id\":\"" + source + "\",\"duplicate\":true}");
    }

    @Test
    void oneThatAnotherNodeWasFasterWithIsSentAgain() {
        gateway.bus.command(IngestEvent.class, command -> switch (gateway.bus
                .received(IngestEvent.class)
                .size()) {
            case 1 -> throw new AggregateStreamCreationException("Another was first", new IllegalStateException());
            case 2 -> throw new ConcurrencyException("Another was first");
            default -> "evt_first";
        });

        send(source("payload_hash", null, 60), new byte[] {1})
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.event_id")
                .isEqualTo("evt_first");
        List<IngestEvent> sent = gateway.bus.received(IngestEvent.class);
        assertThat(sent).hasSize(3).containsOnly(sent.getFirst());
    }

    @Test
    void aConflictThatDoesNotEndIsUnavailableAndNeverAConflictForTheSender() {
        gateway.bus.command(IngestEvent.class, command -> {
            throw new ConcurrencyException("Another was first");
        });

        send(source("payload_hash", null, 60), new byte[] {1})
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "5");
        assertThat(gateway.bus.received(IngestEvent.class)).hasSize(4);
    }
}
