package io.hookstream.messages.event;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import java.time.Instant;

/** What happened to a deduplication key. It is a fact of its own, so that two equal events cannot both be the first. */
public sealed interface DedupKeyEvent extends DomainEvent {

    /** Source and key, such as {@code dedup/src_…/9f86d081…}. */
    String id();

    /**
     * It came for the first time, or again after its window.
     *
     * @param eventId the event that came with it
     */
    record DedupKeySeen(String id, Tenant tenant, String eventId, Instant at) implements DedupKeyEvent {}
}
