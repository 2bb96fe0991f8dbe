package io.hookstream.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** How times are written in answers, and read from parameters. */
public final class Iso {

    private static final int MIN_YEAR = 1970;
    private static final int MAX_YEAR = 9998;

    private Iso() {}

    /** ISO 8601; null if there is no time. */
    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /**
     * A time with its offset from UTC; null if there is none.
     *
     * @param name of the parameter
     */
    public static @Nullable Instant parse(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= MIN_YEAR && time.getYear() <= MAX_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeParseException e) {
            // Refused below, like a time that nothing can have.
        }
        throw ApiException.badRequest(name + ": must be an ISO 8601 time such as 2026-03-01T14:30:00Z; was " + text);
    }
}
