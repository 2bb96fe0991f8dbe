package io.hookstream.delivery.destination;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes results of what a provider's client says: measures, limits the time, and names what went wrong. */
public final class Attempts {

    private static final int MAX_MESSAGE = 300;

    private Attempts() {}

    /**
     * One attempt per subscription.
     *
     * @param headers what is sent besides the body, credentials masked
     * @param exchange an answer is a success; a {@link RefusedException} says what went wrong, and so do the errors of
     *     the network, also as causes. Its supplier must not block
     */
    public static Mono<AttemptResult> make(
            Clock clock, Outbound outbound, Map<String, String> headers, Supplier<Mono<Answer>> exchange) {
        return Mono.defer(() -> {
            Attempt attempt = new Attempt(outbound, headers, clock.instant(), System.nanoTime());
            return Mono.defer(exchange)
                    .timeout(outbound.timeout())
                    .switchIfEmpty(Mono.error(() -> new IllegalStateException("the client gave no answer")))
                    .map(attempt::succeeded)
                    .onErrorResume(problem -> Mono.just(attempt.failed(problem)));
        });
    }

    /** The first sentence or so of what a problem says. */
    static String message(Throwable problem) {
        String message = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    static String late(Outbound outbound) {
        return "no complete answer within " + outbound.timeout().toMillis() + " ms";
    }

    private record Attempt(Outbound outbound, Map<String, String> headers, Instant at, long startedNanos) {

        AttemptResult succeeded(Answer answer) {
            return result(null, null, answer);
        }

        AttemptResult failed(Throwable problem) {
            if (problem instanceof RefusedException refused) {
                return result(refused.errorType(), message(refused), refused.answer());
            }
            String type = ErrorType.of(problem, false);
            return result(type, type.equals(ErrorType.TIMEOUT) ? late(outbound) : message(problem), null);
        }

        private AttemptResult result(@Nullable String errorType, @Nullable String message, @Nullable Answer answer) {
            return new AttemptResult(
                    errorType == null,
                    answer == null ? null : answer.status(),
                    errorType,
                    message,
                    headers,
                    answer == null ? Map.of() : answer.headers(),
                    answer == null ? null : answer.body(),
                    answer != null && answer.truncated(),
                    (System.nanoTime() - startedNanos) / 1_000_000,
                    at,
                    answer == null ? null : RequestHeaders.find(answer.headers(), "Retry-After"));
        }
    }
}
