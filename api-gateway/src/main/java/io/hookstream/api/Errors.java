package io.hookstream.api;

import io.hookstream.messages.Refused;
import io.netty.channel.ChannelException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.common.AxonException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Turns whatever went wrong into the one shape of error that the API answers with. */
@RestControllerAdvice
@Order(Errors.BEFORE_SPRINGS_OWN)
public class Errors implements WebExceptionHandler {

    static final int BEFORE_SPRINGS_OWN = -2;

    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String TOO_LARGE = "The body is too large";

    private final JsonMapper mapper;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    Errors(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Nothing for whoever hung up while the answer was written: what is sent then would only fail once more. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<ErrorBody> refuse(Throwable thrown, ServerWebExchange exchange) {
        return exchange.getResponse().isCommitted()
                        && DisconnectedClientHelper.isClientDisconnectedException(unwrap(thrown))
                ? null
                : handle(thrown, exchange);
    }

    ResponseEntity<ErrorBody> handle(Throwable thrown, ServerWebExchange exchange) {
        Throwable cause = unwrap(thrown);
        return switch (cause) {
            case ApiException e -> answer(exchange, e);
            case CommandExecutionException e -> {
                Refused.Reason reason = reason(e);
                yield reason == null ? unavailable(exchange, e) : answer(exchange, reason);
            }
            case AggregateNotFoundException e ->
                answer(exchange, HttpStatus.NOT_FOUND, resource(exchange) + " not found", null);
            case ConcurrencyException e ->
                answer(exchange, HttpStatus.CONFLICT, "It was changed at the same time: try again", null);
            case DataBufferLimitException e -> answer(exchange, HttpStatus.CONTENT_TOO_LARGE, TOO_LARGE, null);
            case ResponseStatusException e -> answer(exchange, e);
            case ServerExchangeRejectedException e ->
                answer(exchange, HttpStatus.BAD_REQUEST, "A header of the request is not allowed", null);
            case ChannelException e ->
                answer(exchange, HttpStatus.REQUEST_TIMEOUT, "The request took too long to arrive", null);
            case TimeoutException e -> unavailable(exchange, e);
            case ConnectException e -> unavailable(exchange, e);
            case NoHandlerForCommandException e -> unavailable(exchange, e);
            // What Axon says besides refusals of ours is that a store or a bus does not answer.
            case AxonException e -> unavailable(exchange, e);
            case Throwable e
            when DisconnectedClientHelper.isClientDisconnectedException(e) ->
                answer(exchange, HttpStatus.BAD_REQUEST, "The request ended before its body did", null);
            default -> {
                RequestLog.of(exchange, log.atError())
                        .setCause(cause)
                        .log("Request {} failed", RequestIdFilter.of(exchange));
                yield answer(
                        exchange, HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it was logged", null);
            }
        };
    }

    /** For filters, which no controller advice reaches. */
    public Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String message) {
        return write(exchange, answer(exchange, status, message, null));
    }

    /** For what filters let through, and for what goes wrong when an answer is written. */
    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        return exchange.getResponse().isCommitted() ? Mono.error(thrown) : write(exchange, handle(thrown, exchange));
    }

    private Mono<Void> write(ServerWebExchange exchange, ResponseEntity<ErrorBody> answer) {
        exchange.getResponse().setStatusCode(answer.getStatusCode());
        exchange.getResponse().getHeaders().putAll(answer.getHeaders());
        return WholeBody.write(exchange.getResponse(), mapper.writeValueAsBytes(answer.getBody()));
    }

    private ResponseEntity<ErrorBody> unavailable(ServerWebExchange exchange, Throwable cause) {
        // A store that is down fails thousands of requests a second, and the log may be on the disk that is full.
        long now = System.nanoTime();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET_NANOS)) {
            RequestLog.of(exchange, log.atWarn())
                    .log(
                            "Request {}, and perhaps others, could not be served: {}",
                            RequestIdFilter.of(exchange),
                            cause.toString());
        }
        RequestLog.of(exchange, log.atDebug()).setCause(cause).log("Request {}", RequestIdFilter.of(exchange));
        ApiException answer = ApiException.unavailable("The store does not answer in time: try again");
        return answer(exchange, answer.status(), String.valueOf(answer.getMessage()), answer.retryAfter());
    }

    private static ResponseEntity<ErrorBody> answer(ServerWebExchange exchange, ApiException e) {
        ResponseEntity<ErrorBody> answer = answer(exchange, e.status(), String.valueOf(e.getMessage()), e.retryAfter());
        ErrorBody body = answer.getBody();
        return e.validationErrors() == null || body == null
                ? answer
                : ResponseEntity.status(answer.getStatusCode())
                        .headers(answer.getHeaders())
                        .body(new ErrorBody(body.error(), body.status(), body.requestId(), e.validationErrors()));
    }

    private static ResponseEntity<ErrorBody> answer(ServerWebExchange exchange, ResponseStatusException e) {
        ResponseEntity<ErrorBody> answer = answer(exchange, e.getStatusCode(), reason(e), null);
        // Such as Allow, when the method is not.
        return ResponseEntity.status(answer.getStatusCode())
                .headers(headers -> {
                    headers.putAll(e.getHeaders());
                    headers.putAll(answer.getHeaders());
                })
                .body(answer.getBody());
    }

    private static ResponseEntity<ErrorBody> answer(ServerWebExchange exchange, Refused.Reason reason) {
        HttpStatus status = switch (reason.code()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
        };
        return answer(exchange, status, reason.message(), null);
    }

    private static ResponseEntity<ErrorBody> answer(
            ServerWebExchange exchange, HttpStatusCode status, String message, @Nullable Duration retryAfter) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, "application/json")
                .body(new ErrorBody(message, status.value(), RequestIdFilter.of(exchange)));
    }

    private static Refused.@Nullable Reason reason(CommandExecutionException e) {
        return e.<Refused.Reason>getDetails().orElse(null);
    }

    private static String reason(ResponseStatusException e) {
        if (e.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
            return "There is nothing at this address";
        }
        if (e.getStatusCode().isSameCodeAs(HttpStatus.CONTENT_TOO_LARGE)) {
            return TOO_LARGE;
        }
        return e.getReason() == null ? "The request cannot be served: " + e.getStatusCode() : e.getReason();
    }

    /** {@code /v1/sources/…} is about a source. */
    private static String resource(ServerWebExchange exchange) {
        String[] steps = exchange.getRequest().getPath().value().split("/", -1);
        String plural = steps.length > 2 ? steps[2] : "resource";
        String singular = plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
        return singular.substring(0, 1).toUpperCase(Locale.ROOT) + singular.substring(1);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
