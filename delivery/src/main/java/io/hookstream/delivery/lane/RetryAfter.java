package io.hookstream.delivery.lane;

import io.hookstream.delivery.destination.AttemptResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a destination that is overloaded or down asks to be called again (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** Nobody is put off for longer. */
    static final Duration MAX = Duration.ofHours(24);

    private static final Set<Integer> STATUSES = Set.of(429, 503);

    private RetryAfter() {}

    /** Null if it did not ask, or not in a way that can be understood. */
    static @Nullable Instant of(AttemptResult result, Instant now) {
        String header = result.retryAfter();
        if (header == null || !STATUSES.contains(Objects.requireNonNullElse(result.statusCode(), 0))) {
            return null;
        }
        Instant asked = parse(header.strip(), now);
        Instant latest = now.plus(MAX);
        return asked == null || asked.isBefore(latest) ? asked : latest;
    }

    private static @Nullable Instant parse(String header, Instant now) {
        if (header.matches("[0-9]{1,9}")) {
            return now.plusSeconds(Long.parseLong(header));
        }
        if (header.matches("[0-9]+")) {
            return now.plus(MAX);
        }
        try {
            return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
