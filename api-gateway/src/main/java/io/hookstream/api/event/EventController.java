package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Iso;
import io.hookstream.api.Paging;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.FindEvent;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventQuery.TraceEvent;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.EventTrace;
import io.hookstream.messages.event.EventView;
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

/** Received events. */
@RestController
@RequestMapping("/v1/events")
@Tag(name = "Events")
class EventController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_SEARCH = 200;
    private static final List<String> STATUSES =
            List.of(EventStatus.RECEIVED, EventStatus.PROCESSING, EventStatus.DELIVERED, EventStatus.FAILED);

    private final Bus bus;
    private final Payloads payloads;

    EventController(Bus bus, Payloads payloads) {
        this.bus = bus;
        this.payloads = payloads;
    }

    @Schema(name = "EventPage")
    record Page(List<EventResponse.Brief> events, Pagination pagination) {}

    @Schema(name = "EventPagination")
    record Pagination(
            long total,
            int limit,
            boolean hasMore,
            @Nullable String nextCursor) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(name = "source_id", required = false) @Nullable String sourceId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        if (status != null && !STATUSES.contains(status)) {
            throw ApiException.badRequest("status: must be one of " + String.join(", ", STATUSES) + "; was " + status);
        }
        if (search != null && search.length() > MAX_SEARCH) {
            throw ApiException.badRequest("search: must have at most " + MAX_SEARCH + " characters");
        }
        if (search != null && !search.isBlank() && search.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw ApiException.badRequest("search: must have a letter or a digit");
        }
        ListEvents query = new ListEvents(
                tenant,
                sourceId,
                status,
                Iso.parse(after, "after"),
                Iso.parse(before, "before"),
                search,
                Paging.page(cursor, limit, DEFAULT_LIMIT));
        return bus.query(query, Events.class)
                .map(page -> new Page(
                        page.events().stream().map(EventResponse.Brief::of).toList(),
                        new Pagination(
                                page.total(), query.page().limit(), page.next() != null, Paging.cursor(page.next()))));
    }

    @GetMapping("/{id}")
    Mono<EventResponse> get(Tenant tenant, @PathVariable String id) {
        return bus.query(new FindEvent(id, tenant), EventView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Event")))
                .flatMap(event -> payloads.read(event).map(body -> EventResponse.of(event, ShownBody.of(body))));
    }

    /** Why it was, or was not, delivered: every decision about it, from the log. */
    @GetMapping("/{id}/trace")
    Mono<EventTrace> trace(Tenant tenant, @PathVariable String id) {
        return bus.query(new TraceEvent(id, tenant), EventTrace.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Event")));
    }
}
