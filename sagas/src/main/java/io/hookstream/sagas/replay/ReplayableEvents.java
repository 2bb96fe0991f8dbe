package io.hookstream.sagas.replay;

import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a replay asks of the read model. Blocks, bounded; an error means that it is to be asked again. */
@Component
class ReplayableEvents {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final QueryGateway queries;

    ReplayableEvents(QueryGateway queries) {
        this.queries = queries;
    }

    /**
     * The next events, the oldest first. Empty if the read model does not hold yet what was in the log when the replay
     * began, or no more because it is being built again, or has dead letters: what is missing in it would be left out.
     *
     * @param position in the log, of the replay's beginning
     */
    Optional<List<String>> next(ListReplayable query, long position) {
        if (!holds(position)) {
            return Optional.empty();
        }
        Replayable found = ask(query, Replayable.class);
        // It may have been wiped in between.
        return found == null || !holds(position) ? Optional.empty() : Optional.of(found.eventIds());
    }

    /** Null if the read model does not show it at the moment. */
    @Nullable
    ReplayView find(FindReplay query) {
        return ask(query, ReplayView.class);
    }

    private boolean holds(long position) {
        Projections known = ask(new ListProjections(), Projections.class);
        return known != null
                && known.projections().stream()
                        .anyMatch(projection -> projection.name().equals(ProjectionQuery.EVENTS)
                                && projection.running()
                                && projection.deadLetters() == 0
                                && projection.position() >= position);
    }

    private <R> @Nullable R ask(Object query, Class<R> answer) {
        return BeforeToken.await(queries.query(query, answer), WITHIN, "The read model does not answer " + query);
    }
}
