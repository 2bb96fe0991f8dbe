package io.hookstream.api.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hookstream.api.Bus;
import io.hookstream.api.Iso;
import io.hookstream.api.Paging;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.audit.AuditEntry;
import io.hookstream.messages.audit.AuditQuery.Audit;
import io.hookstream.messages.audit.AuditQuery.Filter;
import io.hookstream.messages.audit.AuditQuery.ListAudit;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who changed what, and when. */
@RestController
@RequestMapping("/v1/audit")
@Tag(name = "Audit")
class AuditController {

    private static final int DEFAULT_LIMIT = 50;

    private final Bus bus;

    AuditController(Bus bus) {
        this.bus = bus;
    }

    @Schema(name = "AuditPage")
    record Page(List<Entry> audit, @Nullable String cursor, boolean hasMore) {}

    /**
     * @param actor the id of the API key or user; null if nobody asked for it
     * @param requestId null if there was no request
     */
    @Schema(name = "AuditEntry")
    record Entry(
            String id,
            String at,
            @Nullable String actor,
            String action,
            String resourceType,
            String resourceId,
            List<Change> changes,
            @Nullable String requestId) {

        static Entry of(AuditEntry entry) {
            return new Entry(
                    entry.id(),
                    entry.at().toString(),
                    entry.actor(),
                    entry.action(),
                    entry.resourceType(),
                    entry.resourceId(),
                    entry.changes().stream()
                            .map(change -> new Change(change.field(), change.oldValue(), change.newValue()))
                            .toList(),
                    entry.requestId());
        }
    }

    /** Secrets are masked. */
    @Schema(name = "AuditChange")
    record Change(
            String field,

            @JsonProperty("old") @JsonRawValue @Schema(implementation = Object.class) @Nullable
            String oldValue,

            @JsonProperty("new") @JsonRawValue @Schema(implementation = Object.class) @Nullable
            String newValue) {}

    /** The newest first. */
    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(name = "resource_id", required = false) @Nullable String resourceId,
            @RequestParam(name = "resource_type", required = false) @Nullable String resourceType,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        Filter filter = new Filter(
                resourceId, resourceType, actor, action, Iso.parse(after, "after"), Iso.parse(before, "before"));
        return bus.query(new ListAudit(tenant, filter, Paging.page(cursor, limit, DEFAULT_LIMIT)), Audit.class)
                .map(page -> new Page(
                        page.entries().stream().map(Entry::of).toList(),
                        Paging.cursor(page.next()),
                        page.next() != null));
    }
}
