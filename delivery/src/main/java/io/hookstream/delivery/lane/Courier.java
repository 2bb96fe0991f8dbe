package io.hookstream.delivery.lane;

import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Refused;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventCommand;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempt;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Carries deliveries out: prepares each, sends it, and has what became of it recorded, however long that takes. */
@Component
class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long those that are being sent when the process ends get to be recorded; the rest is sent again. */
    private static final long PATIENCE_SECONDS = 4;

    private final Dispatch dispatch;
    private final CommandGateway commands;
    private final Clock clock;

    /** Preparing may block: it reads the log, the payload store, and waits for a transform. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Scheduler blocking = Schedulers.fromExecutorService(threads);

    private final Phaser busy = new Phaser(1);

    Courier(Dispatch dispatch, CommandGateway commands, Clock clock) {
        this.dispatch = dispatch;
        this.commands = commands;
        this.clock = clock;
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    void later(Runnable task, long millis) {
        blocking.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Tells the lane when the attempt has ended, and again when it is recorded. */
    void deliver(QueuedDelivery delivery, Lane lane) {
        busy.register();
        Mono.fromCallable(lane::destination)
                .subscribeOn(blocking)
                .flatMap(destination -> outcome(delivery, destination, lane))
                .retryWhen(patiently("prepared", delivery, lane))
                .doFinally(ended -> lane.sent())
                .flatMap(command -> record(command, delivery, lane))
                .doFinally(ended -> {
                    lane.recorded();
                    busy.arriveAndDeregister();
                })
                .subscribe(nothing -> {}, e -> log.warn("Delivery {} is left for later", id(delivery), e));
    }

    /** The command that says what became of it. */
    private Mono<InboundEventCommand> outcome(QueuedDelivery delivery, Destination destination, Lane lane) {
        if (destination.deleted()) {
            return Mono.just(new CancelDelivery(delivery.eventId(), id(delivery), "the destination was deleted"));
        }
        return dispatch.attempt(
                        delivery, destination, lane.transform(delivery.target().connectionId()))
                .map(result ->
                        new RecordAttempt(delivery.eventId(), id(delivery), attempt(delivery, destination, result)));
    }

    private Mono<Object> record(InboundEventCommand command, QueuedDelivery delivery, Lane lane) {
        return Mono.fromFuture(() -> commands.send(command)).retryWhen(patiently("recorded", delivery, lane));
    }

    /** Tries again until it works: a store that is down comes back. Only a refusal, or the lane's end, ends it. */
    private static Retry patiently(String what, QueuedDelivery delivery, Lane lane) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .filter(e -> !(e instanceof Refused) && !lane.isStopped())
                .doBeforeRetry(retry ->
                        log.warn("Delivery {} could not be {}; trying again: {}", id(delivery), what, retry.failure()));
    }

    private Attempt attempt(QueuedDelivery delivery, Destination destination, AttemptResult result) {
        return new Attempt(
                Ids.create("da", clock.millis()),
                delivery.attempt(),
                result.success(),
                result.statusCode(),
                result.errorType(),
                result.errorMessage(),
                masked(result.requestHeaders(), destination.settings().config()),
                result.responseHeaders(),
                result.responseBody(),
                result.latencyMillis(),
                result.attemptedAt());
    }

    /** Headers that carry a credential are shown as their destination shows them. */
    private static Map<String, String> masked(
            Map<String, String> headers, @org.jspecify.annotations.Nullable HttpConfig config) {
        Map<String, HeaderValue> custom = config == null || config.headers() == null ? Map.of() : config.headers();
        Map<String, String> shown = new LinkedHashMap<>(headers);
        custom.forEach((name, value) -> {
            if (value.secret() != null) {
                String masked = value.secret().masked();
                shown.replaceAll((header, text) -> header.equalsIgnoreCase(name) ? masked : text);
            }
        });
        return shown;
    }

    private static String id(QueuedDelivery delivery) {
        return delivery.target().deliveryId();
    }

    /** Waits, but not for long, until nothing is being sent. */
    void awaitIdle() {
        try {
            busy.awaitAdvanceInterruptibly(busy.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.info("{} deliveries are still being sent; they will be sent again", busy.getUnarrivedParties());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
