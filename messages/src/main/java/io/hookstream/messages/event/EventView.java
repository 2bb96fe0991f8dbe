package io.hookstream.messages.event;

import io.hookstream.messages.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received event as it is read.
 *
 * @param sourceName null if the source is deleted
 * @param receivedAt ISO 8601
 * @param attempts the newest first, at most 100; empty in lists
 */
public record EventView(
        String id,
        Tenant tenant,
        String sourceId,
        @Nullable String sourceName,
        ReceivedRequest request,
        Payload payload,
        String status,
        String receivedAt,
        List<AttemptView> attempts) {}
