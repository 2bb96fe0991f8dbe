package io.hookstream.messages.replay;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import org.jspecify.annotations.Nullable;

/**
 * A replay as it is read.
 *
 * @param status one of {@link ReplayStatus}
 * @param total how many events it is
 * @param completedAt ISO 8601; null while it is running
 */
public record ReplayView(
        String id,
        Tenant tenant,
        ReplaySettings settings,
        Revision revision,
        String status,
        long total,
        long succeeded,
        long failed,
        long skipped,
        @Nullable String completedAt)
        implements View {

    /** How many events have an outcome. */
    public long processed() {
        return succeeded + failed + skipped;
    }
}
