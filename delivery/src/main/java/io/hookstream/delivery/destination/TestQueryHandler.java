package io.hookstream.delivery.destination;

import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.messages.Ids;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.DestinationQuery.DestinationTest;
import io.hookstream.messages.destination.DestinationQuery.TestDestination;
import io.hookstream.messages.destination.DestinationQuery.TestResult;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends a sample to a destination, as a lane would send an event: signed, guarded and limited in time. It is past the lane,
 * so that neither its order nor its circuit has a part in it, and leaves no trace in the log.
 */
@Component
class TestQueryHandler {

    /** Each may take a minute, and belongs to no lane that would bound it. */
    private static final int MOST_AT_ONCE = 64;

    private static final DestinationTest BUSY = new DestinationTest(null);
    private static final String JSON = "application/json";

    /** What a sample comes from and belongs to: there is neither such a source nor such a delivery. */
    private static final String NO_SOURCE = "src_test";

    private static final String NO_DELIVERY = "dlv_test";

    private final Senders senders;
    private final SecretCipher cipher;
    private final Clock clock;

    /** The ids of the destinations that are being tested. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    TestQueryHandler(Senders senders, SecretCipher cipher, Clock clock) {
        this.senders = senders;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** One at a time for each destination. */
    @QueryHandler
    CompletableFuture<@Nullable DestinationTest> handle(TestDestination query) {
        if (running.size() >= MOST_AT_ONCE || !running.add(query.id())) {
            return CompletableFuture.completedFuture(BUSY);
        }
        Runnable end = () -> running.remove(query.id());
        return Mono.defer(() -> senders.send(outbound(query)))
                .subscribeOn(
                        Schedulers.boundedElastic()) // secrets are decrypted, and the query may be on an event loop
                .map(TestQueryHandler::tested)
                // Before whoever asked is answered: they may ask again at once.
                .doOnTerminate(end)
                .doOnCancel(end)
                .toFuture();
    }

    private Outbound outbound(TestDestination query) {
        DestinationConfig config = Objects.requireNonNull(query.settings().config(), "checked when it was set up");
        byte[] payload = query.payload().getBytes(StandardCharsets.UTF_8);
        EventReceived sample = new EventReceived(
                Ids.create("evt", clock.millis()),
                query.tenant(),
                NO_SOURCE,
                new ReceivedRequest("POST", null, List.of(), JSON, null),
                Payload.inline(payload));
        Outbound plain = new Outbound(
                new Received(sample, clock.instant()),
                NO_DELIVERY,
                1,
                new Target(query.id(), query.tenant(), query.version(), config),
                JSON,
                Body.of(payload),
                config.attemptLimit(),
                Signer.of(query.settings().signingConfig(), cipher),
                null);
        return ServiceBodies.formatted(plain, false, cipher::decrypt);
    }

    private static DestinationTest tested(AttemptResult result) {
        return new DestinationTest(new TestResult(
                result.success(),
                result.statusCode(),
                result.latencyMillis(),
                result.responseBody(),
                result.success() ? null : result.errorType() + ": " + result.errorMessage()));
    }
}
