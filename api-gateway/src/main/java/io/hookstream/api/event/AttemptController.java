package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Paging;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.EventQuery.Attempts;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.EventQuery.ListAttempts;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Delivery attempts. */
@RestController
@RequestMapping("/v1/delivery-attempts")
@Tag(name = "Delivery attempts")
class AttemptController {

    private static final int DEFAULT_LIMIT = 50;
    private static final List<String> STATUSES = List.of("pending", AttemptResponse.SUCCESS, AttemptResponse.FAILED);

    private final Bus bus;

    AttemptController(Bus bus) {
        this.bus = bus;
    }

    @Schema(name = "AttemptPage")
    record Page(List<AttemptResponse.Brief> deliveryAttempts, Pagination pagination) {}

    @Schema(name = "AttemptPagination")
    record Pagination(long total, int limit, int offset, boolean hasMore) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(name = "event_id", required = false) @Nullable String eventId,
            @RequestParam(name = "connection_id", required = false) @Nullable String connectionId,
            @RequestParam(name = "destination_id", required = false) @Nullable String destinationId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(name = "is_dlq", required = false) @Nullable String isDlq,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String offset) {
        if (status != null && !STATUSES.contains(status)) {
            throw ApiException.badRequest("status: must be one of " + String.join(", ", STATUSES) + "; was " + status);
        }
        Boolean dead = isDlq == null ? null : Paging.number(isDlq, "is_dlq", 0, 1) == 1;
        int from = Paging.offset(offset);
        int size = Paging.limit(limit, DEFAULT_LIMIT);
        return bus.query(
                        new ListAttempts(tenant, eventId, connectionId, destinationId, status, dead, from, size),
                        Attempts.class)
                .map(page -> new Page(
                        page.attempts().stream().map(AttemptResponse.Brief::of).toList(),
                        new Pagination(
                                page.total(), size, from, from + page.attempts().size() < page.total())));
    }

    @GetMapping("/{id}")
    Mono<AttemptResponse> get(Tenant tenant, @PathVariable String id) {
        return bus.query(new FindAttempt(id, tenant), AttemptView.class)
                .map(AttemptResponse::of)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Delivery attempt")));
    }
}
