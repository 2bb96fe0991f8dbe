package io.hookstream.api.issue;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.issue.IssueCommand.UpdateIssue;
import io.hookstream.messages.issue.IssueQuery.CountIssues;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.messages.issue.IssueQuery.Issues;
import io.hookstream.messages.issue.IssueQuery.ListIssues;
import io.hookstream.messages.issue.IssueQuery.Summary;
import io.hookstream.messages.issue.IssueSettings;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.issue.IssueView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Issues: failures of one kind at one destination, as one thing to look into. */
@RestController
@RequestMapping("/v1/issues")
@Tag(name = "Issues")
class IssueController {

    private static final int DEFAULT_LIMIT = 50;
    private static final String ALL = "all";

    private final Bus bus;
    private final SettingsReader reader;
    private final DeadLetters deadLetters;
    private final Clock clock;

    IssueController(Bus bus, SettingsReader reader, DeadLetters deadLetters, Clock clock) {
        this.bus = bus;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    @Schema(name = "IssuePage")
    record Page(List<IssueResponse> issues, Pagination pagination) {}

    @Schema(name = "IssuePagination")
    record Pagination(long total, int limit, int offset, boolean hasMore) {}

    /** The newest first. What is open and snoozed is left out, unless {@code snoozed=true} asks for it. */
    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(defaultValue = IssueStatus.OPEN) String status,
            @RequestParam(name = "destination_id", required = false) @Nullable String destinationId,
            @RequestParam(defaultValue = "false") String snoozed,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String offset) {
        if (!status.equals(ALL) && !IssueStatus.ALL.contains(status)) {
            throw ApiException.badRequest(
                    "status: must be one of " + String.join(", ", IssueStatus.ALL) + ", " + ALL + "; was " + status);
        }
        if (!snoozed.equals("true") && !snoozed.equals("false")) {
            throw ApiException.badRequest("snoozed: must be true or false; was " + snoozed);
        }
        boolean awakeOnly = status.equals(IssueStatus.OPEN) && snoozed.equals("false");
        int from = Paging.offset(offset);
        int size = Paging.limit(limit, DEFAULT_LIMIT);
        ListIssues query = new ListIssues(
                tenant,
                status.equals(ALL) ? null : status,
                destinationId,
                awakeOnly ? clock.instant() : null,
                from,
                size);
        return bus.query(query, Issues.class)
                .map(page -> new Page(
                        page.issues().stream().map(IssueResponse::of).toList(),
                        new Pagination(
                                page.total(), size, from, from + page.issues().size() < page.total())));
    }

    /** How many there are of each status; of the open ones, those that are snoozed apart. */
    @GetMapping("/summary")
    Mono<Summary> summary(Tenant tenant) {
        return bus.query(new CountIssues(tenant, clock.instant()), Summary.class);
    }

    @GetMapping("/{id}")
    Mono<IssueResponse> get(Tenant tenant, @PathVariable String id) {
        return find(tenant, id).map(IssueResponse::of);
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<IssueResponse> update(
            Tenant tenant,
            @PathVariable String id,
            @Schema(implementation = IssueSettings.class) @RequestBody(required = false) byte @Nullable [] body) {
        Map<String, Object> patch = reader.patch(body, IssueSettings.class);
        if (patch.get("snoozed_until") instanceof String until
                && !Instant.parse(until).isAfter(clock.instant())) {
            throw ApiException.badRequest("snoozed_until: must be in the future; was " + until);
        }
        return bus.change(new UpdateIssue(id, tenant, patch), new FindIssue(id, tenant), IssueView.class)
                .map(IssueResponse::of);
    }

    /** Tries what is in the dead letter queue because of the issue again, at most 1,000 deliveries at once. */
    @PostMapping("/{id}/retry")
    Mono<DeadLetters.Retry> retry(Tenant tenant, @PathVariable String id) {
        return find(tenant, id).flatMap(deadLetters::retry);
    }

    private Mono<IssueView> find(Tenant tenant, String id) {
        return bus.find(new FindIssue(id, tenant), IssueView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Issue")));
    }
}
