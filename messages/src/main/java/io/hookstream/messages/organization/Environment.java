package io.hookstream.messages.organization;

import io.hookstream.messages.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of an organization that shares no resource with another part.
 *
 * @param mode {@link #LIVE} or {@link #TEST}; API keys tell it
 */
public record Environment(String id, String name, String mode, Instant createdAt) {

    public static final String LIVE = "live";
    public static final String TEST = "test";

    /** What the first one of an organization is called. */
    public static final String FIRST = "Production";

    public static String mode(@Nullable String mode) {
        if (mode != null && !mode.equals(LIVE) && !mode.equals(TEST)) {
            throw Refused.invalid("mode: must be live or test; was " + mode);
        }
        return mode == null ? TEST : mode;
    }

    Environment named(String other) {
        return new Environment(id, other, mode, createdAt);
    }
}
