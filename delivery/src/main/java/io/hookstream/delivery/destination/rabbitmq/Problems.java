package io.hookstream.delivery.destination.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.RefusedException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says in our words what the broker or its client said. */
final class Problems {

    private static final int MAX_CAUSES = 8;

    private Problems() {}

    static RefusedException refused(Throwable problem) {
        Throwable last = problem;
        Throwable cause = problem;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            RefusedException said = said(cause);
            if (said != null) {
                return said;
            }
            last = cause;
            cause = cause.getCause();
        }
        // What is neither the broker's word nor of a type of its own is the connection's.
        return new RefusedException(
                ErrorType.of(problem, true),
                last.getMessage() == null ? "the connection to the broker ended" : last.getMessage(),
                null);
    }

    private static @Nullable RefusedException said(Throwable problem) {
        return switch (problem) {
            case RefusedException e -> e;
            case AuthenticationFailureException e ->
                new RefusedException(
                        ErrorType.PROVIDER_ERROR, "the broker refused the credentials: " + e.getMessage(), null);
            case TimeoutException e ->
                new RefusedException(ErrorType.TIMEOUT, "the broker did not answer in time", null);
            case ShutdownSignalException e
            when e.getReason() instanceof AMQP.Channel.Close close && !e.isInitiatedByApplication() ->
                new RefusedException(
                        ErrorType.PROVIDER_ERROR,
                        "the broker refused: " + close.getReplyCode() + " " + close.getReplyText(),
                        null);
            case ShutdownSignalException e
            when e.getReason() instanceof AMQP.Connection.Close close && !e.isInitiatedByApplication() ->
                new RefusedException(
                        close.getReplyCode() == AMQP.CONNECTION_FORCED
                                ? ErrorType.CONNECTION_ERROR
                                : ErrorType.PROVIDER_ERROR,
                        "the broker closed the connection: " + close.getReplyCode() + " " + close.getReplyText(),
                        null);
            default -> null;
        };
    }
}
