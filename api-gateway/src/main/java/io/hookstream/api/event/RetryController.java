package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.InboundEventCommand.NotRetried;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A person wants something delivered again, now. The attempts that there were stay; new ones follow. */
@RestController
class RetryController {

    private static final String QUEUED = "queued";
    private static final String PENDING = "pending";

    /** Other things have ids of other kinds, and the log would take one of theirs for a broken event. */
    private static final String EVENT_IDS = "evt_";

    private final Bus bus;

    RetryController(Bus bus) {
        this.bus = bus;
    }

    /** @param errors what is not tried again, and why */
    @Schema(name = "EventRetry")
    record EventRetry(List<Queued> retried, List<NotQueued> errors) {}

    @Schema(name = "RetriedDelivery")
    record Queued(
            String destinationId,
            String deliveryId,
            @Schema(allowableValues = QUEUED) String status) {

        static Queued of(DeliveryTarget target) {
            return new Queued(target.destinationId(), target.deliveryId(), QUEUED);
        }
    }

    @Schema(name = "NotRetriedDelivery")
    record NotQueued(String destinationId, String deliveryId, String error) {

        static NotQueued of(NotRetried refused) {
            return new NotQueued(
                    refused.target().destinationId(), refused.target().deliveryId(), refused.reason());
        }
    }

    @Schema(name = "AttemptRetry")
    record AttemptRetry(RetriedAttempt deliveryAttempt) {}

    /** @param id of the attempt that failed; the one that follows has its own */
    @Schema(name = "RetriedAttempt")
    record RetriedAttempt(
            String id,
            String eventId,
            String destinationId,
            @Schema(allowableValues = PENDING) String status) {}

    /** All deliveries that have not succeeded, or all if each has. */
    @PostMapping("/v1/events/{id}/retry")
    @Tag(name = "Events")
    Mono<EventRetry> event(Tenant tenant, @PathVariable String id) {
        if (!id.startsWith(EVENT_IDS)) {
            throw ApiException.notFound("Event");
        }
        return bus.<Retried>send(new RetryEvent(id, tenant, null))
                .map(retried -> new EventRetry(
                        Stream.concat(retried.requested().stream(), retried.queued().stream())
                                .map(Queued::of)
                                .toList(),
                        retried.refused().stream().map(NotQueued::of).toList()));
    }

    @PostMapping("/v1/delivery-attempts/{id}/retry")
    @Tag(name = "Delivery attempts")
    Mono<AttemptRetry> attempt(Tenant tenant, @PathVariable String id) {
        return bus.query(new FindAttempt(id, tenant), AttemptView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Delivery attempt")))
                .flatMap(attempt -> retry(tenant, attempt));
    }

    private Mono<AttemptRetry> retry(Tenant tenant, AttemptView attempt) {
        if (attempt.attempt().success()) {
            return Mono.error(ApiException.conflict("The attempt has succeeded: there is nothing to retry"));
        }
        DeliveryTarget target = attempt.target();
        return bus.<Retried>send(new RetryEvent(attempt.eventId(), tenant, target.deliveryId()))
                .flatMap(retried -> retried.refused().isEmpty()
                        ? Mono.just(new AttemptRetry(new RetriedAttempt(
                                attempt.attempt().id(), attempt.eventId(), target.destinationId(), PENDING)))
                        : Mono.error(ApiException.conflict(
                                retried.refused().getFirst().reason())));
    }
}
