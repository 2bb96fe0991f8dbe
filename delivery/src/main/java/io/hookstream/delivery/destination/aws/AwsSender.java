package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Attempts;
import io.hookstream.delivery.destination.Clients;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.destination.DestinationType;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What the senders to AWS have in common: a client of Amazon's for each destination, and what its errors mean.
 *
 * @param <C> the client
 */
abstract class AwsSender<C extends SdkAutoCloseable> implements Sender, AutoCloseable {

    static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_CAUSES = 8;

    private final DestinationType type;
    private final Aws aws;
    private final Clients<Aws.Connected<C>> clients;

    AwsSender(DestinationType type, Aws aws) {
        this.type = type;
        this.aws = aws;
        clients = new Clients<>(target -> connect(aws, target), Aws.Connected::close);
    }

    abstract Aws.Connected<C> connect(Aws aws, Target target);

    /** What is sent besides the body. */
    abstract Map<String, String> described(Outbound outbound);

    /** An error, or completes when AWS has taken it. */
    abstract Mono<?> send(C client, Outbound outbound, Exchanged exchanged);

    @Override
    public DestinationType type() {
        return type;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        return Attempts.make(
                aws.clock(),
                outbound,
                described(outbound),
                () -> clients.use(outbound.target(), connected -> {
                    Exchanged exchanged = new Exchanged();
                    return send(connected.client(), outbound, exchanged)
                            .then(Mono.fromSupplier(() -> exchanged.answer(exchanged.status())))
                            .onErrorMap(problem -> refusal(problem, exchanged));
                }));
    }

    private static Throwable refusal(Throwable problem, Exchanged exchanged) {
        AwsServiceException refusal = refusal(problem);
        if (refusal == null) {
            return unwrapped(problem);
        }
        // Some services answer 400 to those who ask too often.
        int status = refusal.isThrottlingException() && refusal.statusCode() / 100 == 4
                ? TOO_MANY_REQUESTS
                : refusal.statusCode();
        String type = ErrorType.ofStatus(status);
        Answer answer = exchanged.answer(status);
        return new RefusedException(type == null ? ErrorType.PROVIDER_ERROR : type, message(refusal), answer);
    }

    private static @Nullable AwsServiceException refusal(Throwable problem) {
        Throwable cause = problem;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof AwsServiceException refusal) {
                return refusal;
            }
            cause = cause.getCause();
        }
        return null;
    }

    private static String message(AwsServiceException refusal) {
        AwsErrorDetails details = refusal.awsErrorDetails();
        String said = details == null || details.errorCode() == null
                ? "the destination answered " + refusal.statusCode()
                : details.errorMessage() == null
                        ? details.errorCode()
                        : details.errorCode() + ": " + details.errorMessage();
        return refusal instanceof StsException ? "the role cannot be taken on: " + said : said;
    }

    /** Amazon's clients wrap what the network said in words about themselves. */
    private static Throwable unwrapped(Throwable problem) {
        Throwable inner = problem;
        while ((inner instanceof CompletionException || inner instanceof SdkClientException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    static RefusedException notSent(String message) {
        return new RefusedException(ErrorType.PROVIDER_ERROR, message, null);
    }

    @Override
    public void close() {
        clients.close();
    }
}
