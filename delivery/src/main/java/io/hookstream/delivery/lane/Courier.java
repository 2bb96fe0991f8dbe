package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
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
    private final DeliveryProperties properties;

    /** Preparing may block: it reads the log, the payload store, and waits for a transform. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Scheduler blocking = Schedulers.fromExecutorService(threads);

    /** By delivery id: completed with whether what became of it is recorded. */
    private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    Courier(Dispatch dispatch, CommandGateway commands, Clock clock, DeliveryProperties properties) {
        this.dispatch = dispatch;
        this.commands = commands;
        this.clock = clock;
        this.properties = properties;
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    void later(Runnable task, long millis) {
        Schedulers.parallel().schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    /** Tells the lane when what became of it is recorded. */
    void deliver(QueuedDelivery delivery, Lane lane) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        CompletableFuture<Boolean> earlier = underWay.putIfAbsent(id(delivery), end);
        if (earlier != null) {
            // It was sent before its lane's segment was lost and claimed again: once is enough.
            var unused = earlier.thenAccept(recorded -> {
                if (recorded) {
                    lane.done();
                } else {
                    deliver(delivery, lane);
                }
            });
            return;
        }
        Mono.defer(() -> outcome(delivery, lane))
                .subscribeOn(blocking)
                .retryWhen(patiently("prepared", delivery, lane::isStopped))
                .flatMap(command -> record(command, delivery))
                .onErrorResume(e -> {
                    log.warn("Delivery {} is left in its lane's queue", id(delivery), e);
                    return Mono.just(false);
                })
                .defaultIfEmpty(false)
                .subscribe(recorded -> {
                    underWay.remove(id(delivery));
                    lane.done();
                    end.complete(recorded);
                });
    }

    /** The command that says what became of it; none if its lane has stopped. */
    private Mono<InboundEventCommand> outcome(QueuedDelivery delivery, Lane lane) {
        if (lane.isStopped()) {
            return Mono.empty();
        }
        Destination destination = lane.destination();
        if (destination.deleted()) {
            return Mono.just(new CancelDelivery(delivery.eventId(), id(delivery), "the destination was deleted"));
        }
        return dispatch.attempt(
                        delivery, destination, lane.transform(delivery.target().connectionId()))
                .map(result ->
                        new RecordAttempt(delivery.eventId(), id(delivery), attempt(delivery, destination, result)));
    }

    /** Goes on when the lane has stopped: what is recorded need not be sent again, whoever owns the lane next. */
    private Mono<Boolean> record(InboundEventCommand command, QueuedDelivery delivery) {
        return Mono.fromFuture(() -> commands.send(command))
                .subscribeOn(blocking)
                .timeout(properties.storeWithin())
                .retryWhen(patiently("recorded", delivery, () -> stopping))
                .thenReturn(true);
    }

    /** Tries again until it works: a store that is down comes back. */
    private static Retry patiently(String what, QueuedDelivery delivery, BooleanSupplier over) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .filter(e -> !isFinal(e) && !over.getAsBoolean())
                .doBeforeRetry(retry -> log.warn(
                        "Delivery {} could not be {}; trying again: {}",
                        id(delivery),
                        what,
                        String.valueOf(retry.failure())));
    }

    /** Whether the command side will never accept it. From another process a refusal comes with its details only. */
    private static boolean isFinal(Throwable problem) {
        return switch (problem) {
            case AggregateNotFoundException e -> true;
            case CommandExecutionException e ->
                e.getDetails().filter(Refused.Reason.class::isInstance).isPresent();
            default -> false;
        };
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
    private static Map<String, String> masked(Map<String, String> headers, @Nullable HttpConfig config) {
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

    void start() {
        stopping = false;
    }

    /** Waits, but not for long, until nothing is being sent: the lanes have stopped. */
    void stop() {
        stopping = true;
        try {
            CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.info("{} deliveries are still being sent; they will be sent again", underWay.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end is never an exception", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
