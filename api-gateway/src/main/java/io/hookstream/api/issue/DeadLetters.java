package io.hookstream.api.issue;

import io.hookstream.api.Bus;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.EventQuery.DeadDeliveries;
import io.hookstream.messages.event.EventQuery.DeadDelivery;
import io.hookstream.messages.event.EventQuery.ListDeadDeliveries;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import io.hookstream.messages.issue.IssueView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.axonframework.commandhandling.CommandExecutionException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has the deliveries tried again that are in the dead letter queue because of an issue. */
@Component("issueDeadLetters")
class DeadLetters {

    private static final int MAX = 1000;
    private static final int AT_ONCE = 16;

    private final Bus bus;

    DeadLetters(Bus bus) {
        this.bus = bus;
    }

    /**
     * @param retried how many are tried again now
     * @param total how many there were
     */
    @Schema(name = "IssueRetry")
    record Retry(long retried, long total) {}

    Mono<Retry> retry(IssueView issue) {
        ListDeadDeliveries dead = new ListDeadDeliveries(
                issue.tenant(), issue.destinationId(), issue.errorType(), issue.firstSeenAt(), issue.lastSeenAt(), MAX);
        return bus.query(dead, DeadDeliveries.class)
                .flatMap(found -> Flux.fromIterable(found.deliveries())
                        .flatMap(delivery -> retry(issue.tenant(), delivery), AT_ONCE)
                        .filter(retried -> retried)
                        .count()
                        .map(retried -> new Retry(retried, found.total())));
    }

    /** Whether it is tried again. What cannot be any more keeps no other from it; a store that is down does. */
    private Mono<Boolean> retry(Tenant tenant, DeadDelivery delivery) {
        return bus.<Retried>send(new RetryEvent(delivery.eventId(), tenant, delivery.deliveryId()))
                .map(retried ->
                        !retried.requested().isEmpty() || !retried.queued().isEmpty())
                .onErrorResume(DeadLetters::isRefusal, refused -> Mono.just(false));
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof CommandExecutionException e
                && e.<Object>getDetails().orElse(null) instanceof Refused.Reason;
    }
}
