package io.hookstream.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How answers write times. */
public final class Iso {

    private Iso() {}

    /** ISO 8601; null if there is no time. */
    public static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
