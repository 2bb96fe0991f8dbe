package io.hookstream.api.replay;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import org.jspecify.annotations.Nullable;

/**
 * A replay job as it is answered.
 *
 * @param processed how many events have an outcome: the sum of the three that follow
 * @param skipped how many events no connection let through
 */
record ReplayResponse(
        String id,
        @JsonUnwrapped ReplaySettings settings,
        String status,
        long total,
        long processed,
        long succeeded,
        long failed,
        long skipped,
        String startedAt,
        @Nullable String completedAt) {

    static ReplayResponse of(ReplayView replay) {
        return new ReplayResponse(
                replay.id(),
                replay.settings(),
                replay.status(),
                replay.total(),
                replay.processed(),
                replay.succeeded(),
                replay.failed(),
                replay.skipped(),
                replay.revision().createdAt(),
                replay.completedAt());
    }
}
