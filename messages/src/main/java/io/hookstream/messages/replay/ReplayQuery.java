package io.hookstream.messages.replay;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked about replays. */
public sealed interface ReplayQuery {

    /** Answers a {@link ReplayView} or null. */
    record FindReplay(String id, Tenant tenant) implements ReplayQuery {}

    /** Answers {@link Replays}. */
    record ListReplays(Tenant tenant, PageRequest page) implements ReplayQuery {}

    record Replays(List<ReplayView> replays, @Nullable String next) {}

    /**
     * Which events there are to replay. Duplicates are not among them.
     *
     * @param sourceId null for all sources
     * @param from received at this time or later
     * @param until received before this time
     */
    record Selection(Tenant tenant, @Nullable String sourceId, Instant from, Instant until) {}

    /** Answers {@link ReplayableCount}. */
    record CountReplayable(Selection selection, int limit) implements ReplayQuery {}

    /** @param count how many there are, but no more than the limit */
    record ReplayableCount(long count) {}

    /**
     * Answers {@link Replayable}.
     *
     * @param after the id after which they begin; null for the first ones
     */
    record ListReplayable(Selection selection, @Nullable String after, int limit) implements ReplayQuery {}

    /** @param eventIds the oldest first */
    record Replayable(List<String> eventIds) {}

    /**
     * Answers {@link Preview}: what a replay would send where. Nothing is sent.
     *
     * @param config one of {@link ReplayConfig}
     */
    record PreviewReplay(Tenant tenant, String destinationId, String config, List<String> eventIds)
            implements ReplayQuery {}

    /** @param ways in the order of the events; without the last ones if they took too long to make */
    record Preview(List<PreviewedWay> ways) {}

    /**
     * One event, through one connection.
     *
     * @param receivedAt ISO 8601
     * @param connectionId null if no connection leads there, and the event goes as it came
     * @param reason why it is not sent, one sentence; null if it is
     * @param request null if nothing is sent
     */
    record PreviewedWay(
            String eventId,
            String receivedAt,
            @Nullable String connectionId,
            @Nullable String reason,
            @Nullable PreviewedRequest request) {}

    /**
     * @param headers credentials masked, without a signature
     * @param size of the body in bytes
     * @param body null if it is too large to be shown
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PreviewedRequest(
            String method, String url, Map<String, String> headers, long size, byte @Nullable [] body) {}
}
