package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.connection.ConnectionHistory;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Traceparent;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import java.time.Clock;
import java.time.Duration;
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
    private final ConnectionHistory history;
    private final CommandGateway commands;
    private final Recorder recorder;
    private final Clock clock;
    private final DeliveryProperties properties;

    /** Preparing may block: it reads the log, the payload store, and waits for a transform. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Scheduler blocking = Schedulers.fromExecutorService(threads);

    /** By delivery id: completed when what became of it is recorded, or will not be. */
    private final Map<String, CompletableFuture<Ended>> underWay = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    Courier(
            Dispatch dispatch,
            ConnectionHistory history,
            CommandGateway commands,
            Clock clock,
            DeliveryProperties properties) {
        this.dispatch = dispatch;
        this.history = history;
        this.commands = commands;
        this.recorder = new Recorder(commands, threads, properties.storeWithin());
        this.clock = clock;
        this.properties = properties;
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    void later(Runnable task, long millis) {
        Schedulers.parallel().schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * How it ended.
     *
     * @param destination as it was set up then; null if nothing was sent
     */
    private record Ended(Outcome outcome, @Nullable Destination destination) {
        static final Ended OVER = new Ended(Outcome.OVER, null);
        static final Ended UNRECORDED = new Ended(Outcome.UNRECORDED, null);
    }

    /**
     * What is to be recorded.
     *
     * @param recording whether the delivery was not over already
     * @param ended what that means for the lane, once it is recorded
     */
    private record Report(Mono<Boolean> recording, Ended ended) {}

    /** Tells the lane when what became of it is recorded. */
    void deliver(QueuedDelivery delivery, Lane lane) {
        CompletableFuture<Ended> end = new CompletableFuture<>();
        CompletableFuture<Ended> earlier = underWay.putIfAbsent(delivery.id(), end);
        if (earlier != null) {
            // It was sent before its lane's segment was lost and claimed again: once is enough.
            var unused = earlier.thenAccept(ended -> {
                if (ended.outcome() == Outcome.UNRECORDED) {
                    deliver(delivery, lane);
                } else {
                    lane.done(delivery, ended.outcome(), ended.destination());
                }
            });
            return;
        }
        Mono.defer(() -> report(delivery, lane))
                .subscribeOn(blocking)
                .retryWhen(patiently("prepared", delivery.id(), lane::isStopped))
                .doOnNext(report -> {
                    if (report.ended().outcome() == Outcome.DELIVERED) {
                        lane.arrived(delivery);
                    }
                })
                .flatMap(report -> record(report, delivery))
                .onErrorResume(e -> {
                    log.warn("Delivery {} is left in its lane's queue", delivery.id(), e);
                    return Mono.just(Ended.UNRECORDED);
                })
                .defaultIfEmpty(Ended.UNRECORDED)
                .subscribe(ended -> {
                    underWay.remove(delivery.id());
                    lane.done(delivery, ended.outcome(), ended.destination());
                    end.complete(ended);
                });
    }

    /** Has a circuit opened or closed, however long that takes. */
    void tell(CircuitCommand command) {
        var unused = Mono.fromFuture(() -> commands.send(command))
                .subscribeOn(blocking)
                .timeout(properties.storeWithin())
                .retryWhen(patiently(command.getClass().getSimpleName(), command.id(), () -> stopping))
                .subscribe(done -> {}, e -> log.warn("{} was not told {}", command.id(), command, e));
    }

    /** What became of it; nothing if its lane has stopped. */
    private Mono<Report> report(QueuedDelivery delivery, Lane lane) {
        if (lane.isStopped()) {
            return Mono.empty();
        }
        Destination destination = lane.settings().destination();
        if (destination.deleted()) {
            return Mono.just(new Report(cancel(delivery), new Ended(Outcome.CANCELLED, destination)));
        }
        Transform transform = Transform.of(delivery.target(), history, lane.settings()::transform);
        return dispatch.attempt(delivery, destination, transform)
                .map(result -> report(delivery, lane, attempt(delivery, destination, transform, result), result));
    }

    /** A failure is judged by how the destination is set up when it is over, which may be a while after it began. */
    private Report report(QueuedDelivery delivery, Lane lane, Attempt attempt, AttemptResult result) {
        Destination destination = lane.settings().destination();
        EndedAttempt ended = new EndedAttempt(
                delivery.id(), attempt, policy(delivery, destination), RetryAfter.of(result, attempt.endedAt()));
        Mono<Boolean> recording =
                Mono.fromFuture(() -> recorder.record(delivery.eventId(), ended, delivery.traceparent()));
        Outcome failed = attempt.concernsDestination() ? Outcome.FAILED : Outcome.FAILED_UNSENT;
        return new Report(recording, new Ended(result.success() ? Outcome.DELIVERED : failed, destination));
    }

    /** A replay is not retried; and if the destination was deleted meanwhile, the lane cancels the retry at once. */
    private static RetryPolicy policy(QueuedDelivery delivery, Destination destination) {
        if (delivery.target().replayId() != null) {
            return RetryPolicy.NONE;
        }
        return destination.deleted() ? RetryPolicy.AT_ONCE : RetryPolicy.of(destination.settings());
    }

    private Mono<Boolean> cancel(QueuedDelivery delivery) {
        CancelDelivery command = new CancelDelivery(delivery.eventId(), delivery.id(), "the destination was deleted");
        return Mono.fromFuture(() -> commands.<Boolean>send(Traceparent.pass(command, delivery.traceparent())))
                .timeout(properties.storeWithin());
    }

    /** Goes on when the lane has stopped: what is recorded need not be sent again, whoever owns the lane next. */
    private Mono<Ended> record(Report report, QueuedDelivery delivery) {
        return report.recording()
                .subscribeOn(blocking)
                .retryWhen(patiently("recorded", delivery.id(), () -> stopping))
                .map(recorded -> recorded ? report.ended() : Ended.OVER);
    }

    /** Tries again until it works: a store that is down comes back. */
    private static Retry patiently(String what, String id, BooleanSupplier over) {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .filter(e -> !isFinal(e) && !over.getAsBoolean())
                .doBeforeRetry(retry ->
                        log.warn("{} could not be {}; trying again: {}", id, what, String.valueOf(retry.failure())));
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

    private Attempt attempt(
            QueuedDelivery delivery, Destination destination, Transform transform, AttemptResult result) {
        return new Attempt(
                Ids.create("da", clock.millis()),
                delivery.attempt(),
                result.success(),
                result.statusCode(),
                result.errorType(),
                result.errorMessage(),
                result.requestHeaders(),
                result.responseHeaders(),
                result.responseBody(),
                result.latencyMillis(),
                result.attemptedAt(),
                destination.version(),
                transform.version());
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
