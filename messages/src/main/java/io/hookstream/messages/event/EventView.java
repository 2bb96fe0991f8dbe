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
 * @param dedupStatus one of {@link DedupStatus}; null if it was not compared with others
 * @param duplicateOf the event that it is a duplicate of, or null
 * @param verificationStatus one of {@link VerificationStatus}; null if its source verified nothing
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
        List<AttemptView> attempts,
        @Nullable String dedupStatus,
        @Nullable String duplicateOf,
        @Nullable String verificationStatus) {}
