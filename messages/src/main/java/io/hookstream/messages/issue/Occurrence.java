package io.hookstream.messages.issue;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact in the log that belongs to an issue. All that whoever opens issues and whoever counts for them have to agree
 * about follows from it.
 *
 * @param issueId of the issue, if none of its kind is unresolved: then it is the first of a new one
 * @param errorType one of decisions.md 3.6
 * @param message one sentence
 * @param attemptId of the attempt that failed; null if it is about a circuit
 * @param at when the attempt was made, or the circuit opened
 */
public record Occurrence(
        String issueId,
        Tenant tenant,
        String destinationId,
        String errorType,
        String message,
        @Nullable String attemptId,
        Instant at) {

    /** The error type of a circuit that opens. */
    public static final String CIRCUIT_OPEN = "circuit_open";

    private static final String UNKNOWN = "provider_error";

    public static Occurrence of(DeliveryFailed event) {
        Attempt attempt = event.attempt();
        return new Occurrence(
                "iss_" + attempt.id().substring(attempt.id().indexOf('_') + 1),
                event.tenant(),
                event.target().destinationId(),
                errorType(attempt.errorType()),
                message(attempt),
                attempt.id(),
                attempt.attemptedAt());
    }

    /** @param at when it happened; the id begins with that, as every id does, so that issues sort by time */
    public static Occurrence of(CircuitOpened event, Instant at) {
        UUID opening = UUID.nameUUIDFromBytes((event.id() + "/" + event.opening()).getBytes(StandardCharsets.UTF_8));
        HexFormat hex = HexFormat.of();
        return new Occurrence(
                "iss_" + hex.toHexDigits(at.toEpochMilli(), 12)
                        + hex.toHexDigits(opening.getMostSignificantBits(), 4)
                        + hex.toHexDigits(opening.getLeastSignificantBits()),
                event.tenant(),
                event.destinationId(),
                CIRCUIT_OPEN,
                "The circuit opened after "
                        + (event.failures() == 1 ? "a failure" : event.failures() + " failures in a row"),
                null,
                at);
    }

    /** What it has in common with the others of its issue. */
    public String key() {
        return key(destinationId, errorType);
    }

    public static String key(String destinationId, @Nullable String errorType) {
        return destinationId + "|" + errorType(errorType);
    }

    private static String errorType(@Nullable String errorType) {
        return Objects.requireNonNullElse(errorType, UNKNOWN);
    }

    private static String message(Attempt attempt) {
        Integer status = attempt.statusCode();
        if (status != null && errorType(attempt.errorType()).startsWith("http_")) {
            return ("Destination returned " + status + " " + HttpReason.of(status)).strip();
        }
        String message = attempt.errorMessage();
        return message == null || message.isEmpty()
                ? "The delivery failed"
                : message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    }
}
