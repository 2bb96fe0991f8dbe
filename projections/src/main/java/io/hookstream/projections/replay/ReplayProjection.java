package io.hookstream.projections.replay;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayStatus;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceWriter;
import io.hookstream.projections.ResourceWriter.Change;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.stereotype.Component;

/** The read model of replays. How a running one's events fare is counted beside it, by the projection of events. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class ReplayProjection {

    public static final String COLLECTION = "replays";
    public static final String STATUS = "status";
    public static final String TOTAL = "total";
    public static final String SUCCEEDED = "succeeded";
    public static final String FAILED = "failed";
    public static final String SKIPPED = "skipped";
    public static final String COMPLETED_AT = "completed_at";

    private final ResourceWriter<FindReplay> replays;

    ReplayProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        replays = new ResourceWriter<>(database, COLLECTION, updates, FindReplay.class, FindReplay::id);
    }

    @EventHandler
    void on(ReplayStarted event, @Timestamp Instant at, @SequenceNumber long version) {
        Change change = new Change(event.id(), event.tenant(), version, at);
        replays.save(change, event.settings(), null, Map.of(STATUS, ReplayStatus.RUNNING, TOTAL, event.total()));
    }

    @EventHandler
    void on(ReplayCompleted event, @Timestamp Instant at, @SequenceNumber long version) {
        replays.update(
                new Change(event.id(), event.tenant(), version, at),
                Map.of(
                        STATUS, ReplayStatus.COMPLETED,
                        TOTAL, event.total(),
                        SUCCEEDED, event.succeeded(),
                        FAILED, event.failed(),
                        SKIPPED, event.skipped(),
                        COMPLETED_AT, Date.from(at)));
    }

    @ResetHandler
    void reset() {
        replays.clear();
    }
}
