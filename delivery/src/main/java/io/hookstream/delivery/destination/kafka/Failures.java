package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.kafka.Network.Problem;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Says in hookstream's words what a producer says. */
final class Failures {

    private Failures() {}

    /** Whether a producer that said this is of no more use, as after wrong credentials. */
    static boolean isForGood(Throwable problem) {
        return switch (problem) {
            case RetriableException e -> false;
            case RecordTooLargeException e -> false;
            case InvalidTopicException e -> false;
            case InterruptException e -> false;
            default -> true;
        };
    }

    /** @param seen what the connections came to meanwhile, which tells why time was up */
    static RefusedException of(Throwable problem, @Nullable Problem seen) {
        return switch (problem) {
            case TimeoutException e
            when e.getCause() instanceof UnknownTopicOrPartitionException ->
                refused(ErrorType.PROVIDER_ERROR, "the topic does not exist: " + e.getMessage());
            case TimeoutException e ->
                seen == null
                        ? refused(ErrorType.TIMEOUT, String.valueOf(e.getMessage()))
                        : refused(seen.type(), seen.message());
            case SslAuthenticationException e -> refused(ErrorType.TLS_ERROR, innermost(e));
            case NetworkException e -> refused(ErrorType.CONNECTION_ERROR, innermost(e));
            case DisconnectException e -> refused(ErrorType.CONNECTION_ERROR, innermost(e));
            default ->
                isUnresolvable(problem)
                        ? refused(ErrorType.DNS_ERROR, innermost(problem))
                        : refused(ErrorType.PROVIDER_ERROR, innermost(problem));
        };
    }

    /** What a producer that cannot be made says of names without an address. */
    private static boolean isUnresolvable(Throwable problem) {
        return problem.getCause() instanceof ConfigException cause
                && String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap");
    }

    private static RefusedException refused(String type, String message) {
        return new RefusedException(type, message, null);
    }

    private static String innermost(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
