package io.hookstream.api.source;

import io.hookstream.api.ApiException;
import io.hookstream.api.ClientAddress.Client;
import io.hookstream.api.ErrorBody.ValidationError;
import io.hookstream.api.source.schema.PayloadSchema;
import io.hookstream.api.source.verification.Incoming;
import io.hookstream.api.source.verification.Verifier;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.VerificationStatus;
import io.hookstream.messages.source.IpRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a source receives webhooks: from whom, signed by whom, of which shape, and what it answers.
 *
 * @param allowed nobody else may send; null lets in anybody
 * @param warn whether a body that does not fit the schema is taken all the same
 */
public record Reception(
        List<IpRange> denied,
        @Nullable List<IpRange> allowed,
        @Nullable Verifier verifier,
        @Nullable PayloadSchema schema,
        boolean warn,
        Answer answer) {

    static final Reception OPEN = new Reception(List.of(), null, null, null, false, Answer.NONE);

    /** How many comparisons may wait for each thread, and how long. */
    private static final int MAX_WAITING = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Comparisons take long and deep: they have threads of their own, so that nothing else waits for them. */
    private static final Scheduler COMPARING = Schedulers.newBoundedElastic(
            Math.max(2, Runtime.getRuntime().availableProcessors()), MAX_WAITING, "schemas", 60, true);

    /** @throws ApiException 403 */
    public void admit(Client client) {
        if (denied.isEmpty() && allowed == null) {
            return;
        }
        byte[] address = client.address();
        if (address == null || contains(denied, address) || (allowed != null && !contains(allowed, address))) {
            throw ApiException.forbidden("The source does not take webhooks from this address");
        }
    }

    private static boolean contains(List<IpRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** What is known of the webhook afterwards, see {@link VerificationStatus}; an error if it is not to be taken. */
    public Mono<Optional<String>> check(Incoming webhook, Clock clock) {
        return verified(webhook, clock)
                .flatMap(status -> schema == null
                        ? Mono.just(status)
                        : compared(schema, webhook.body())
                                .map(fits -> fits ? status : Optional.of(VerificationStatus.SCHEMA_INVALID)));
    }

    private Mono<Optional<String>> verified(Incoming webhook, Clock clock) {
        if (verifier == null) {
            return Mono.just(Optional.empty());
        }
        Mono<Optional<String>> check = Mono.fromCallable(() -> {
            verifier.verify(webhook, clock.instant());
            return Optional.of(VerificationStatus.VERIFIED);
        });
        return verifier.isSlow() || webhook.body().length > Payload.MAX_INLINE
                ? check.subscribeOn(Schedulers.parallel())
                : check;
    }

    private Mono<Boolean> compared(PayloadSchema with, byte[] body) {
        return Mono.fromCallable(() -> {
                    List<ValidationError> errors = with.compare(body);
                    if (!errors.isEmpty() && !warn) {
                        throw ApiException.unprocessable("The body does not fit the source's schema", errors);
                    }
                    return errors.isEmpty();
                })
                .subscribeOn(COMPARING)
                .timeout(PATIENCE)
                .onErrorMap(
                        RejectedExecutionException.class,
                        e -> ApiException.unavailable("Too many webhooks are being compared with schemas: try again"));
    }
}
