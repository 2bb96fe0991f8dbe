package io.hookstream.api.replay;

import io.hookstream.messages.replay.ReplaySettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is asked for with.
 *
 * @param dryRun whether only to say what would be sent where; default false
 */
record ReplayRequest(
        @Nullable String destinationId,
        @Nullable String sourceId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer rateLimit,
        @Nullable Integer maxEvents,
        @Nullable String config,
        @Nullable Boolean dryRun) {

    ReplaySettings settings() {
        return new ReplaySettings(destinationId, sourceId, from, to, rateLimit, maxEvents, config);
    }
}
