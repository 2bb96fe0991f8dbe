package io.hookstream.projections.circuit;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.hookstream.messages.LogPosition;
import io.hookstream.messages.Revision;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitState;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.circuit.CircuitView.Transition;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The read model of circuits. It tells of each change whoever waits for it. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class CircuitProjection {

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> circuits;
    private final QueryUpdateEmitter updates;

    CircuitProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        circuits = database.getCollection(CircuitDocument.COLLECTION);
        this.updates = updates;
    }

    @EventHandler
    void on(CircuitOpened event, @Timestamp Instant at, @SequenceNumber long version) {
        Document before = find(event);
        String reason = CircuitDocument.state(before).equals(CircuitState.HALF_OPEN)
                ? CircuitView.PROBE_FAILED
                : CircuitView.TOO_MANY_FAILURES;
        Transition transition = new Transition(CircuitState.OPEN, at, reason, event.failures());
        Document after = document(event, before, version, transition)
                .append(CircuitDocument.OPENED_AT, Date.from(at))
                .append(CircuitDocument.PROBE_AT, Date.from(at.plusSeconds(event.cooldownSeconds())))
                .append(CircuitDocument.CLOSED_POSITION, CircuitDocument.closedPosition(before));
        save(before, after);
    }

    @EventHandler
    void on(CircuitHalfOpened event, @Timestamp Instant at, @SequenceNumber long version) {
        Document before = find(event);
        Transition transition = new Transition(CircuitState.HALF_OPEN, at, CircuitView.COOLDOWN_OVER, null);
        Instant openedAt = CircuitDocument.openedAt(before);
        Document after = document(event, before, version, transition)
                .append(CircuitDocument.OPENED_AT, openedAt == null ? null : Date.from(openedAt))
                .append(CircuitDocument.CLOSED_POSITION, CircuitDocument.closedPosition(before));
        save(before, after);
    }

    @EventHandler
    void on(CircuitClosed event, @Timestamp Instant at, @SequenceNumber long version, EventMessage<?> message) {
        Document before = find(event);
        Transition transition = new Transition(CircuitState.CLOSED, at, event.reason(), null);
        Document after = document(event, before, version, transition)
                .append(CircuitDocument.CLOSED_POSITION, LogPosition.of(message));
        save(before, after);
    }

    @ResetHandler
    void reset() {
        circuits.deleteMany(new Document());
    }

    private @Nullable Document find(CircuitEvent event) {
        return circuits.find(Filters.eq(event.destinationId())).first();
    }

    private static Document document(
            CircuitEvent event, @Nullable Document before, long version, Transition transition) {
        boolean moved = !transition.state().equals(CircuitDocument.state(before));
        Instant last = moved ? transition.at() : CircuitDocument.lastTransitionAt(before);
        List<Document> history = Stream.concat(
                        Stream.of(CircuitDocument.entry(transition)), CircuitDocument.entries(before).stream())
                .limit(CircuitView.MAX_HISTORY)
                .toList();
        return new Document(ResourceDocument.ID, event.destinationId())
                .append(ResourceDocument.ORGANIZATION_ID, event.tenant().organizationId())
                .append(ResourceDocument.ENVIRONMENT_ID, event.tenant().environmentId())
                .append(CircuitDocument.VERSION, version)
                .append(CircuitDocument.STATE, transition.state())
                .append(CircuitDocument.LAST_TRANSITION_AT, last == null ? null : Date.from(last))
                .append(CircuitDocument.HISTORY, history);
    }

    /** What is in it already stays as it is: a batch may be handled again. */
    private void save(@Nullable Document before, Document after) {
        String destinationId = after.getString(ResourceDocument.ID);
        long version = CircuitDocument.version(after);
        if (CircuitDocument.version(before) < version) {
            circuits.replaceOne(Filters.eq(destinationId), after, UPSERT);
        }
        String at = after.getList(CircuitDocument.HISTORY, Document.class)
                .getFirst()
                .getDate("at")
                .toInstant()
                .toString();
        updates.emit(
                FindCircuit.class,
                query -> query.destinationId().equals(destinationId),
                new Revision(version, false, at, at));
    }
}
