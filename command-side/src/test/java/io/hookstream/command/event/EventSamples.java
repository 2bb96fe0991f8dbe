package io.hookstream.command.event;

import static io.hookstream.command.Samples.TENANT;

import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.hookstream.messages.event.InboundEventCommand.Recorded;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event with two deliveries, and what happens to it. */
final class EventSamples {

    static final String ID = "evt_1";
    static final String SOURCE = "src_1";
    static final DeliveryTarget FIRST = new DeliveryTarget("dlv_1", "conn_1", "dst_1");
    static final DeliveryTarget SECOND = new DeliveryTarget("dlv_2", "conn_2", "dst_2");
    static final ReceivedRequest REQUEST = new ReceivedRequest("POST", null, List.of(), "text/plain", "192.0.2.7");
    static final Payload PAYLOAD = Payload.stored(20_000);
    static final Instant DUE = Instant.parse("2026-01-02T03:05:05Z");
    static final EventReceived RECEIVED = new EventReceived(ID, TENANT, SOURCE, REQUEST, PAYLOAD);

    private EventSamples() {}

    static EventRouted routed(DeliveryTarget... targets) {
        List<String> connections =
                List.of(targets).stream().map(DeliveryTarget::connectionId).toList();
        return new EventRouted(ID, TENANT, SOURCE, connections, List.of(), "processing");
    }

    static DeliveryRequested requested(DeliveryTarget target) {
        return new DeliveryRequested(ID, TENANT, SOURCE, target, 3L);
    }

    static DeliverySucceeded succeeded(DeliveryTarget target, int number, String eventStatus) {
        return new DeliverySucceeded(ID, TENANT, SOURCE, target, success(number), eventStatus);
    }

    static DeliveryFailed failed(DeliveryTarget target, int number) {
        return new DeliveryFailed(ID, TENANT, SOURCE, target, failure(number), "processing", 0, RetryPolicy.NONE, null);
    }

    static DeliveryFailed failed(DeliveryTarget target, int number, int retry, String eventStatus) {
        return new DeliveryFailed(
                ID, TENANT, SOURCE, target, failure(number), eventStatus, retry, RetryPolicy.NONE, null);
    }

    static DeliveryRecovered recovered(DeliveryTarget target, int failures) {
        return new DeliveryRecovered(ID, TENANT, SOURCE, target, failures);
    }

    static DeliveryRetryScheduled scheduled(DeliveryTarget target, int number) {
        return new DeliveryRetryScheduled(ID, TENANT, SOURCE, target, "da_" + (number - 1), number, DUE);
    }

    static DeliveryRetryRequested retried(DeliveryTarget target, int number, boolean manual) {
        return new DeliveryRetryRequested(
                ID, TENANT, SOURCE, target, "da_" + (number - 1), number, manual, "processing");
    }

    /** Again, although it was delivered. */
    static DeliveryRetryRequested repeated(DeliveryTarget target, int number) {
        return new DeliveryRetryRequested(ID, TENANT, SOURCE, target, null, number, true, "processing");
    }

    static DeliveryDeadLettered dead(DeliveryTarget target, int number, String eventStatus) {
        return new DeliveryDeadLettered(
                ID, TENANT, SOURCE, target, "da_" + number, "http_5xx", "no retries are left", eventStatus);
    }

    static Match match(DeliveryTarget target) {
        return new Match(target, 3L);
    }

    static DeliveryCancelled cancelled(DeliveryTarget target, String eventStatus) {
        return new DeliveryCancelled(ID, TENANT, SOURCE, target, "deleted", eventStatus);
    }

    static RecordAttempts record(DeliveryTarget target, Attempt attempt) {
        return record(List.of(ended(target, attempt)));
    }

    static RecordAttempts record(List<EndedAttempt> ended) {
        return new RecordAttempts(ID, ended);
    }

    static EndedAttempt ended(DeliveryTarget target, Attempt attempt) {
        return new EndedAttempt(target.deliveryId(), attempt, RetryPolicy.NONE, null);
    }

    static Recorded recorded(DeliveryTarget... targets) {
        return new Recorded(Stream.of(targets).map(DeliveryTarget::deliveryId).collect(Collectors.toSet()));
    }

    static Attempt success(int number) {
        return attempt(number, true, 200, null);
    }

    static Attempt failure(int number) {
        return attempt(number, false, 503, "http_5xx");
    }

    private static Attempt attempt(int number, boolean success, int status, String errorType) {
        return new Attempt(
                "da_" + number,
                number,
                success,
                status,
                errorType,
                errorType,
                Map.of(),
                Map.of(),
                "",
                12,
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                null);
    }
}
