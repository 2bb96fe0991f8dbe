package io.hookstream.query.replay;

import io.hookstream.messages.replay.ReplayOutcome;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplays;
import io.hookstream.messages.replay.ReplayQuery.Replays;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayStatus;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.replay.ReplayProjection;
import io.hookstream.query.ReadModels;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers what can be asked about replays. */
@Component
class ReplayQueryHandler {

    private static final List<String> OUTCOMES =
            List.of(ReplayOutcome.SUCCEEDED, ReplayOutcome.FAILED, ReplayOutcome.SKIPPED);

    private final ReadModels models;

    ReplayQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable ReplayView> handle(FindReplay query) {
        return models.byId(ReplayProjection.COLLECTION, query.id(), query.tenant())
                .flatMap(document -> views(List.of(document)))
                .map(List::getFirst)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Replays> handle(ListReplays query) {
        return models.page(ReplayProjection.COLLECTION, ReadModels.existing(query.tenant()), query.page())
                .flatMap(page -> views(page.documents()).map(views -> new Replays(views, page.next())))
                .toFuture();
    }

    /** Those that are completed know their counts; a person may retry what has failed, and that would count again. */
    private Mono<List<ReplayView>> views(List<Document> documents) {
        List<String> counted = documents.stream()
                .filter(ReplayQueryHandler::isRunning)
                .map(document -> document.getString(ResourceDocument.ID))
                .flatMap(ReplayQueryHandler::counters)
                .toList();
        Mono<Map<String, Long>> counts = counted.isEmpty() ? Mono.just(Map.of()) : models.counts(counted);
        return counts.map(found ->
                documents.stream().map(document -> view(document, found)).toList());
    }

    private static Stream<String> counters(String id) {
        return OUTCOMES.stream().map(outcome -> Counters.ofReplay(id, outcome));
    }

    private static boolean isRunning(Document document) {
        return ReplayStatus.RUNNING.equals(document.getString(ReplayProjection.STATUS));
    }

    private static ReplayView view(Document document, Map<String, Long> counts) {
        String id = document.getString(ResourceDocument.ID);
        long succeeded = count(document, ReplayProjection.SUCCEEDED, counts, id, ReplayOutcome.SUCCEEDED);
        long failed = count(document, ReplayProjection.FAILED, counts, id, ReplayOutcome.FAILED);
        long skipped = count(document, ReplayProjection.SKIPPED, counts, id, ReplayOutcome.SKIPPED);
        Date completedAt = document.getDate(ReplayProjection.COMPLETED_AT);
        return new ReplayView(
                id,
                ResourceDocument.tenant(document),
                ResourceDocument.settings(document, ReplaySettings.class),
                ResourceDocument.revision(document),
                document.getString(ReplayProjection.STATUS),
                // Events that the read model did not have yet when the replay began are replayed too.
                Math.max(document.getLong(ReplayProjection.TOTAL), succeeded + failed + skipped),
                succeeded,
                failed,
                skipped,
                completedAt == null ? null : completedAt.toInstant().toString());
    }

    private static long count(Document document, String field, Map<String, Long> counts, String id, String outcome) {
        Long known = document.getLong(field);
        return known == null ? counts.getOrDefault(Counters.ofReplay(id, outcome), 0L) : known;
    }
}
