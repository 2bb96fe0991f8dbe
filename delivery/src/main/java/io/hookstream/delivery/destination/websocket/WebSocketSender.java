package io.hookstream.delivery.destination.websocket;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Attempts;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.WebSocketConfig;
import io.hookstream.messages.websocket.WebSocketQuery.Broadcast;
import io.hookstream.messages.websocket.WebSocketQuery.Reached;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Has the gateways tell their clients. They may be other processes: all of them are asked, each answers for its own. */
public final class WebSocketSender implements Sender, AutoCloseable {

    /** Larger bodies are refused, in bytes: a gateway holds them for each client that is slow. */
    static final int MAX_BODY = 1024 * 1024;

    /** How long gateways may take. One that has died is noticed late, and must not hold every delivery for long. */
    private static final Duration GATHER_WITHIN = Duration.ofSeconds(5);

    private static final int THREADS = 32;
    private static final int WAITING = 10_000;

    private final QueryGateway queries;
    private final Clock clock;

    /** To ask all gateways blocks until they have answered. */
    private final Scheduler asking = Schedulers.newBoundedElastic(THREADS, WAITING, "hookstream-websocket", 60, true);

    public WebSocketSender(QueryGateway queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @Override
    public DestinationType type() {
        return DestinationType.WEBSOCKET;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        WebSocketConfig config = outbound.target().config(WebSocketConfig.class);
        return Attempts.make(
                clock,
                outbound,
                Map.of(),
                () -> body(outbound)
                        .map(body -> new Broadcast(
                                outbound.target().tenant(),
                                outbound.target().destinationId(),
                                Objects.requireNonNull(config.channelName(), "checked when it was set up"),
                                DeliveryData.of(outbound.eventId(), body, clock.instant())))
                        .flatMap(broadcast -> Mono.fromCallable(() -> gather(broadcast, outbound.timeout()))
                                .subscribeOn(asking))
                        .map(reached -> answer(reached, config)));
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        checkSize(outbound);
        return new Sketch("BROADCAST", "deliveries:" + outbound.target().destinationId(), Map.of());
    }

    private static void checkSize(Outbound outbound) {
        long length = outbound.body().length();
        if (length > MAX_BODY) {
            throw new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    "the body has " + length + " bytes; over a WebSocket, at most " + MAX_BODY + " are sent",
                    null);
        }
    }

    private static Mono<byte[]> body(Outbound outbound) {
        checkSize(outbound);
        return outbound.body().whole();
    }

    /** Ends before the attempt does, so that those who have answered count. */
    private Reached gather(Broadcast broadcast, Duration timeout) {
        long limit = Math.min(timeout.toMillis() * 8 / 10, GATHER_WITHIN.toMillis());
        try (var answers = queries.scatterGather(
                broadcast, ResponseTypes.instanceOf(Reached.class), limit, TimeUnit.MILLISECONDS)) {
            return answers.reduce(Reached.NOBODY, Reached::plus);
        }
    }

    private static Answer answer(Reached reached, WebSocketConfig config) {
        if (reached.reached() == 0 && !Boolean.FALSE.equals(config.requireSubscriber())) {
            throw new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    reached.subscribed() == 0
                            ? "nobody is subscribed"
                            : "none of " + reached.subscribed() + " subscribers took it in time",
                    null);
        }
        return Answer.of("{\"subscribed\":" + reached.subscribed() + ",\"reached\":" + reached.reached() + "}");
    }

    @Override
    public void close() {
        asking.dispose();
    }
}
