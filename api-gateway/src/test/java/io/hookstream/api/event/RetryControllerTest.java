package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.InboundEventCommand.NotRetried;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class RetryControllerTest {

    private static final DeliveryTarget FIRST = new DeliveryTarget("dlv_1", "conn_1", "dst_1");
    private static final DeliveryTarget SECOND = new DeliveryTarget("dlv_2", "conn_2", "dst_2");
    private static final DeliveryTarget THIRD = new DeliveryTarget("dlv_3", "conn_3", "dst_3");

    private final Gateway gateway = Gateway.fresh();

    private ResponseSpec post(String path) {
        return gateway.with("write").post().uri(path).exchange();
    }

    private void attemptIs(boolean success) {
        Attempt attempt = new Attempt(
                "da_1",
                1,
                success,
                success ? 200 : 503,
                success ? null : "http_5xx",
                null,
                Map.of(),
                Map.of(),
                null,
                42,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null);
        gateway.bus.query(
                FindAttempt.class,
                AttemptView.class,
                query -> new AttemptView("evt_1", FIRST, "Billing", attempt, false, null, null));
    }

    @Test
    void anEventIsRetriedWithWhatIsQueuedAlreadyAndWhatCannotBe() {
        gateway.bus.command(
                RetryEvent.class,
                command -> new Retried(
                        List.of(FIRST),
                        List.of(SECOND),
                        List.of(new NotRetried(THIRD, "The destination was deleted"))));

        post("/v1/events/evt_1/retry").expectStatus().isOk().expectBody().json("""
                {"retried": [{"destination_id": "dst_1", "delivery_id": "dlv_1", "status": "queued"},
                             {"destination_id": "dst_2", "delivery_id": "dlv_2", "status": "queued"}],
                 "errors": [{"destination_id": "dst_3", "delivery_id": "dlv_3",
                             "error": "The destination was deleted"}]}""", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(RetryEvent.class)).isEqualTo(new RetryEvent("evt_1", Gateway.TENANT, null));
    }

    @Test
    void anEventThatIsNotThereIsNotFound() {
        gateway.bus.command(RetryEvent.class, command -> {
            if (command.eventId().equals("evt_2")) {
                throw Refused.notFound("Event");
            }
            throw new AggregateNotFoundException(command.eventId(), "not there");
        });

        for (String id : List.of("evt_1", "evt_2", "src_1")) {
            post("/v1/events/" + id + "/retry")
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.error")
                    .isEqualTo("Event not found");
        }
    }

    @Test
    void theDeliveryOfAFailedAttemptIsRetried() {
        attemptIs(false);
        gateway.bus.command(RetryEvent.class, command -> new Retried(List.of(FIRST), List.of(), List.of()));

        post("/v1/delivery-attempts/da_1/retry")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                {"delivery_attempt": {"id": "da_1", "event_id": "evt_1", "destination_id": "dst_1",
                                      "status": "pending"}}""", JsonCompareMode.STRICT);
        assertThat(gateway.bus.only(RetryEvent.class)).isEqualTo(new RetryEvent("evt_1", Gateway.TENANT, "dlv_1"));
    }

    @Test
    void anAttemptThatSucceededIsNotRetried() {
        attemptIs(true);
        conflicts("The attempt has succeeded: there is nothing to retry");
    }

    @Test
    void anAttemptWhoseDeliverySucceededMeanwhileIsNotRetried() {
        attemptIs(false);
        gateway.bus.command(RetryEvent.class, command -> {
            throw Refused.conflict("The delivery has succeeded: there is nothing to retry");
        });
        conflicts("The delivery has succeeded: there is nothing to retry");
    }

    @Test
    void anAttemptWhoseDestinationTakesNothingIsNotRetried() {
        attemptIs(false);
        gateway.bus.command(
                RetryEvent.class,
                command -> new Retried(
                        List.of(), List.of(), List.of(new NotRetried(FIRST, "The destination is disabled"))));
        conflicts("The destination is disabled");
    }

    private void conflicts(String error) {
        post("/v1/delivery-attempts/da_1/retry")
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo(error);
    }

    @Test
    void anAttemptThatIsNotThereIsNotFound() {
        gateway.bus.query(FindAttempt.class, AttemptView.class, query -> null);
        post("/v1/delivery-attempts/da_1/retry")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Delivery attempt not found");
    }

    @Test
    void whoMayOnlyReadRetriesNothing() {
        gateway.with("read")
                .post()
                .uri("/v1/events/evt_1/retry")
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
