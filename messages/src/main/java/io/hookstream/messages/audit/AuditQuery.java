package io.hookstream.messages.audit;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about changes. */
public sealed interface AuditQuery {

    /** Answers {@link Audit}, the newest first. */
    record ListAudit(Tenant tenant, Filter filter, PageRequest page) implements AuditQuery {}

    /**
     * Which changes. What is null does not restrict.
     *
     * @param after at this time or later
     * @param before this time
     */
    record Filter(
            @Nullable String resourceId,
            @Nullable String resourceType,
            @Nullable String actor,
            @Nullable String action,
            @Nullable Instant after,
            @Nullable Instant before) {}

    record Audit(List<AuditEntry> entries, @Nullable String next) {}
}
