package io.hookstream.api.replay;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.replay.ReplayCommand.StartReplay;
import io.hookstream.messages.replay.ReplayQuery.CountReplayable;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.ListReplays;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewReplay;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.ReplayableCount;
import io.hookstream.messages.replay.ReplayQuery.Replays;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceView;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Replay jobs: events of the past are delivered once more. */
@RestController
@RequestMapping("/v1/replay")
@Tag(name = "Replay")
class ReplayController {

    /** A dry run shows no more events. */
    private static final int MAX_SHOWN = 100;

    private final Bus bus;
    private final SettingsReader reader;
    private final Clock clock;

    ReplayController(Bus bus, SettingsReader reader, Clock clock) {
        this.bus = bus;
        this.reader = reader;
        this.clock = clock;
    }

    @Schema(name = "ReplayJob")
    record Job(ReplayResponse job) {}

    @Schema(name = "ReplayPage")
    record Page(List<ReplayResponse> jobs, @Nullable String cursor, boolean hasMore) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return bus.query(new ListReplays(tenant, Paging.page(cursor, limit, Paging.DEFAULT_LIMIT)), Replays.class)
                .map(page -> new Page(
                        page.replays().stream().map(ReplayResponse::of).toList(),
                        Paging.cursor(page.next()),
                        page.next() != null));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Job.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Of a dry run",
            content = @Content(schema = @Schema(implementation = PreviewResponse.class)))
    Mono<ResponseEntity<Object>> create(
            Tenant tenant,
            @Schema(implementation = ReplayRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        ReplayRequest request = reader.settings(body, ReplayRequest.class);
        ReplaySettings settings = request.settings().checked();
        Selection selection = selection(tenant, settings);
        return known(tenant, settings)
                .then(bus.built(
                        ProjectionQuery.EVENTS, "The events are not completely read from the log yet: try again"))
                .then(bus.query(new CountReplayable(selection, maxEvents(settings)), ReplayableCount.class))
                .flatMap(total -> Boolean.TRUE.equals(request.dryRun())
                        ? preview(selection, settings, total.count()).map(ResponseEntity::ok)
                        : start(tenant, settings, total.count())
                                .map(job -> ResponseEntity.status(HttpStatus.CREATED)
                                        .body(job)));
    }

    @GetMapping("/{id}")
    Mono<Job> get(Tenant tenant, @PathVariable String id) {
        return bus.find(new FindReplay(id, tenant), ReplayView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Replay")))
                .map(replay -> new Job(ReplayResponse.of(replay)));
    }

    private Mono<Object> start(Tenant tenant, ReplaySettings settings, long total) {
        String id = Ids.create("rpl", clock.millis());
        return bus.change(new StartReplay(id, tenant, settings, total), new FindReplay(id, tenant), ReplayView.class)
                .map(replay -> new Job(ReplayResponse.of(replay)));
    }

    private Mono<Object> preview(Selection selection, ReplaySettings settings, long total) {
        int shown = Math.min(maxEvents(settings), MAX_SHOWN);
        return bus.query(new ListReplayable(selection, null, shown), Replayable.class)
                .flatMap(found -> bus.query(
                        new PreviewReplay(
                                selection.tenant(),
                                Objects.requireNonNull(settings.destinationId()),
                                Objects.requireNonNull(settings.config()),
                                found.eventIds()),
                        Preview.class))
                .map(preview -> PreviewResponse.of(total, preview));
    }

    private Selection selection(Tenant tenant, ReplaySettings settings) {
        Instant now = clock.instant();
        Instant to = Objects.requireNonNull(settings.to());
        return new Selection(
                tenant, settings.sourceId(), Objects.requireNonNull(settings.from()), to.isBefore(now) ? to : now);
    }

    private Mono<Void> known(Tenant tenant, ReplaySettings settings) {
        String destinationId = Objects.requireNonNull(settings.destinationId());
        Mono<Void> destination =
                known(new FindDestination(destinationId, tenant), DestinationView.class, "Destination");
        return settings.sourceId() == null
                ? destination
                : destination.then(known(new FindSource(settings.sourceId(), tenant), SourceView.class, "Source"));
    }

    private <V extends View> Mono<Void> known(Object find, Class<V> view, String name) {
        return bus.query(find, view)
                .filter(found -> !found.revision().deleted())
                .switchIfEmpty(bus.nothing())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound(name)))
                .then();
    }

    private static int maxEvents(ReplaySettings settings) {
        return Objects.requireNonNull(settings.maxEvents());
    }
}
