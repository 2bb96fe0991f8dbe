package io.hookstream.api;

import io.hookstream.messages.Refused;
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
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Turns whatever went wrong into the one shape of error that the API answers with. */
@RestControllerAdvice
public class Errors {

    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JsonMapper mapper;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    Errors(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @ExceptionHandler
    ResponseEntity<ErrorBody> handle(Throwable thrown, ServerWebExchange exchange) {
        Throwable cause = unwrap(thrown);
        return switch (cause) {
            case ApiException e -> answer(exchange, e.status(), String.valueOf(e.getMessage()), e.retryAfter());
            case CommandExecutionException e -> {
                Refused.Reason reason = reason(e);
                yield reason == null ? unavailable(exchange, e) : answer(exchange, reason);
            }
            case AggregateNotFoundException e ->
                answer(exchange, HttpStatus.NOT_FOUND, resource(exchange) + " not found", null);
            case ConcurrencyException e ->
                answer(exchange, HttpStatus.CONFLICT, "It was changed at the same time: try again", null);
            case DataBufferLimitException e ->
                answer(exchange, HttpStatus.CONTENT_TOO_LARGE, "The body is too large", null);
            case ResponseStatusException e -> answer(exchange, e.getStatusCode(), reason(e), null);
            case TimeoutException e -> unavailable(exchange, e);
            case ConnectException e -> unavailable(exchange, e);
            case NoHandlerForCommandException e -> unavailable(exchange, e);
            // What Axon says besides refusals of ours is that a store or a bus does not answer.
            case AxonException e -> unavailable(exchange, e);
            default -> {
                log.error("Request {} failed", RequestIdFilter.of(exchange), cause);
                yield answer(
                        exchange, HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it was logged", null);
            }
        };
    }

    /** For filters, which no controller advice reaches. */
    public Mono<Void> write(ServerWebExchange exchange, HttpStatus status, String message) {
        exchange.getResponse().setStatusCode(status);
        exchange.getResponse().getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
        byte[] body = mapper.writeValueAsBytes(new ErrorBody(message, status.value(), RequestIdFilter.of(exchange)));
        exchange.getResponse().getHeaders().setContentLength(body.length);
        return exchange.getResponse()
                .writeWith(Mono.just(exchange.getResponse().bufferFactory().wrap(body)));
    }

    private ResponseEntity<ErrorBody> unavailable(ServerWebExchange exchange, Throwable cause) {
        // A store that is down fails thousands of requests a second, and the log may be on the disk that is full.
        long now = System.nanoTime();
        long next = nextWarning.get();
        if (now - next >= 0 && nextWarning.compareAndSet(next, now + QUIET_NANOS)) {
            log.warn(
                    "Request {}, and perhaps others, could not be served: {}",
                    RequestIdFilter.of(exchange),
                    cause.toString());
        }
        ApiException answer = ApiException.unavailable("The store does not answer in time: try again");
        return answer(exchange, answer.status(), String.valueOf(answer.getMessage()), answer.retryAfter());
    }

    private static ResponseEntity<ErrorBody> answer(ServerWebExchange exchange, Refused.Reason reason) {
        HttpStatus status = switch (reason.code()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
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
        if (e.getStatusCode().value() == HttpStatus.NOT_FOUND.value()) {
            return "There is nothing at this address";
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
