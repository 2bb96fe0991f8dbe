package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.api.Paging;
import io.hookstream.messages.Ids;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.Attempts;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.EventQuery.FindEvent;
import io.hookstream.messages.event.EventQuery.ListAttempts;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventView;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

class EventControllerTest {

    private static final String BRIEF_ATTEMPT = """
        {"id": "da_1", "event_id": "evt_1", "connection_id": "conn_1", "destination_id": "dst_1",
         "destination_name": "Billing", "status": "failed", "is_dlq": 1, "status_code": 503,
         "error_type": "http_5xx", "latency_ms": 42, "attempt_number": 2,
         "attempted_at": "2026-01-02T03:04:05Z", "created_at": "2026-01-02T03:04:05Z"}""";

    private final Gateway gateway = Gateway.fresh();

    private static EventView event(Payload payload) {
        ReceivedRequest request = new ReceivedRequest(
                "POST",
                "live=1",
                List.of(new Header("X-Trace", "a"), new Header("x-trace", "b"), new Header("Host", "here")),
                "application/json",
                "192.0.2.7");
        return new EventView(
                "evt_1",
                Gateway.TENANT,
                "src_1",
                "Stripe",
                request,
                payload,
                "failed",
                "2026-01-02T03:04:04Z",
                List.of(attempt()),
                "duplicate",
                "evt_0",
                "verified");
    }

    private static AttemptView attempt() {
        Attempt attempt = new Attempt(
                "da_1",
                2,
                false,
                503,
                "http_5xx",
                "The destination answered 503",
                Map.of("Content-Type", "application/json"),
                Map.of("Retry-After", "120"),
                "{\"ok\":false}",
                42,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null);
        return new AttemptView(
                "evt_1",
                new DeliveryTarget("dlv_1", "conn_1", "dst_1"),
                "Billing",
                attempt,
                true,
                Instant.parse("2026-01-02T03:05:05Z"),
                Instant.parse("2026-01-02T03:09:05Z"));
    }

    private WebTestClient.ResponseSpec get(String path) {
        return gateway.client().get().uri(path).exchange();
    }

    @Test
    void anEventIsShownWithItsBodyAndItsAttempts() {
        byte[] body = "{\"n\":1e400,\"n\":2}".getBytes(StandardCharsets.UTF_8);
        gateway.bus.query(FindEvent.class, EventView.class, query -> event(Payload.inline(body)));

        byte[] answer = get("/v1/events/evt_1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.headers")
                .isEqualTo(Map.of("x-trace", "a, b", "host", "here"))
                .jsonPath("$.query")
                .isEqualTo("live=1")
                .jsonPath("$.source_ip")
                .isEqualTo("192.0.2.7")
                .jsonPath("$.source_name")
                .isEqualTo("Stripe")
                .jsonPath("$.received_at")
                .isEqualTo("2026-01-02T03:04:04Z")
                .jsonPath("$.delivery_attempts[0].status_code")
                .isEqualTo(503)
                .returnResult()
                .getResponseBody();
        assertThat(new String(answer, StandardCharsets.UTF_8))
                .contains("\"size\":17,\"body\":{\"n\":1e400,\"n\":2},\"body_encoding\":\"json\",\"status\":\"failed\","
                        + "\"dedup_status\":\"duplicate\",\"duplicate_of\":\"evt_0\"");
        assertThat(gateway.bus.only(FindEvent.class)).isEqualTo(new FindEvent("evt_1", Gateway.TENANT));
    }

    @Test
    void aLargeBodyComesFromThePayloadStore() {
        byte[] body = "x".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        gateway.payloads.store("evt_1", body);
        gateway.bus.query(FindEvent.class, EventView.class, query -> event(Payload.stored(body.length)));

        get("/v1/events/evt_1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.body")
                .isEqualTo("x".repeat(20_000))
                .jsonPath("$.body_encoding")
                .isEqualTo("text");
    }

    @Test
    void aBodyThatThePayloadStoreDoesNotGiveIsUnavailable() {
        gateway.bus.query(FindEvent.class, EventView.class, query -> event(Payload.stored(20_000)));

        get("/v1/events/evt_1").expectStatus().isEqualTo(503).expectHeader().valueEquals("Retry-After", "5");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        gateway.bus.query(FindEvent.class, EventView.class, query -> null);
        gateway.bus.query(FindAttempt.class, AttemptView.class, query -> null);

        get("/v1/events/evt_1")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Event not found");
        get("/v1/delivery-attempts/da_1")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Delivery attempt not found");
    }

    @Test
    void aListOfEventsHasTheDocumentedShapeAndEveryFilter() {
        String id = Ids.create("evt", 1_767_323_045_000L);
        gateway.bus.query(
                ListEvents.class, Events.class, query -> new Events(List.of(event(Payload.stored(20_000))), 1542, id));

        get("/v1/events?source_id=src_1&status=failed&after=2026-01-01T00:00:00Z"
                        + "&before=2026-01-02T00:00:00-01:00&search=evt_&limit=7&cursor=" + Paging.cursor(id))
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"events": [{"id": "evt_1", "source_id": "src_1", "source_name": "Stripe", "method": "POST",
                          "content_type": "application/json", "size": 20000, "status": "failed",
                          "dedup_status": "duplicate", "duplicate_of": "evt_0",
                          "verification_status": "verified", "received_at": "2026-01-02T03:04:04Z"}],
                         "pagination": {"total": 1542, "limit": 7, "has_more": true, "next_cursor": "%s"}}""".formatted(Paging.cursor(id)), JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ListEvents.class))
                .isEqualTo(new ListEvents(
                        Gateway.TENANT,
                        "src_1",
                        "failed",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-02T01:00:00Z"),
                        "evt_",
                        new PageRequest(id, 7)));
    }

    @ParameterizedTest
    @CsvSource({
        "events?status=done, status: must be one of received",
        "events?after=yesterday, after: must be an ISO 8601 time",
        "events?before=2026-01-01, before: must be an ISO 8601 time",
        "events?limit=0, limit: must be",
        "events?cursor=x, cursor: was not made by this server",
        "delivery-attempts?status=done, status: must be one of pending",
        "delivery-attempts?is_dlq=2, is_dlq: must be",
        "delivery-attempts?is_dlq=true, is_dlq: must be",
        "delivery-attempts?offset=-1, offset: must be",
        "delivery-attempts?offset=100001, offset: must be",
        "delivery-attempts?limit=101, limit: must be"
    })
    void aFilterThatCannotBeIsRefusedByItsName(String path, String problem) {
        get("/v1/" + path)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(error -> assertThat((String) error).startsWith(problem));
    }

    @Test
    void aSearchThatIsTooLongIsRefused() {
        get("/v1/events?search=" + "x".repeat(201)).expectStatus().isBadRequest();
    }

    @Test
    void anAttemptIsShownInFull() {
        gateway.bus.query(FindAttempt.class, AttemptView.class, query -> attempt());

        get("/v1/delivery-attempts/da_1").expectStatus().isOk().expectBody().json("""
                {"id": "da_1", "event_id": "evt_1", "delivery_id": "dlv_1", "connection_id": "conn_1",
                 "destination_id": "dst_1", "destination_name": "Billing", "status": "failed", "is_dlq": 1,
                 "status_code": 503, "error_type": "http_5xx", "error_message": "The destination answered 503",
                 "request_headers": {"Content-Type": "application/json"},
                 "response_headers": {"Retry-After": "120"}, "response_body": "{\\"ok\\":false}",
                 "latency_ms": 42, "attempt_number": 2, "next_retry_at": "2026-01-02T03:09:05Z",
                 "dlq_at": "2026-01-02T03:05:05Z",
                 "attempted_at": "2026-01-02T03:04:05Z", "created_at": "2026-01-02T03:04:05Z"}""", JsonCompareMode.STRICT);
    }

    @Test
    void aListOfAttemptsHasTheDocumentedShapeAndEveryFilter() {
        gateway.bus.query(ListAttempts.class, Attempts.class, query -> new Attempts(List.of(attempt()), 892));

        get("/v1/delivery-attempts?event_id=evt_1&connection_id=conn_1&destination_id=dst_1&status=failed"
                        + "&is_dlq=1&limit=1&offset=891")
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"delivery_attempts\": [" + BRIEF_ATTEMPT
                                + "], \"pagination\": {\"total\": 892, \"limit\": 1, \"offset\": 891,"
                                + " \"has_more\": false}}",
                        JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(ListAttempts.class))
                .isEqualTo(new ListAttempts(Gateway.TENANT, "evt_1", "conn_1", "dst_1", "failed", true, 891, 1));
    }
}
