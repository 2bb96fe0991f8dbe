package io.hookstream.projections.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Json;
import io.hookstream.messages.Origin;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyEvent;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.MetaData;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The read model of changes: who changed what, and when. What an event of a resource sets is compared with what the
 * change before left, so that any event that comes to be is listed without more.
 */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class AuditProjection {

    private static final String DESTINATION = "destination";
    private static final List<String> WHOSE = List.of("id", "event_id", "tenant");

    private final MongoCollection<Document> audit;

    AuditProjection(MongoDatabase database) {
        audit = database.getCollection(AuditDocument.COLLECTION);
        CollectionIndexes.create(database, AuditDocument.COLLECTION, AuditDocument.INDEXES);
    }

    /** When and by whom something happened. */
    private record When(Instant at, long version, MetaData metaData) {}

    @EventHandler
    void on(OrganizationEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("organization", event.tenant().organizationId(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(ApiKeyEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("api_key", event.id(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(SourceEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("source", event.id(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(DestinationEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change(DESTINATION, event.id(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(ConnectionEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("connection", event.id(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(IssueEvent event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("issue", event.id(), event, new When(at, version, metaData));
    }

    /** Its end is nobody's doing. */
    @EventHandler
    void on(ReplayStarted event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        change("replay", event.id(), event, new When(at, version, metaData));
    }

    @EventHandler
    void on(CircuitClosed event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        if (event.reason().equals(CircuitEvent.RESET)) {
            Document entry = entry(event.id(), event.tenant(), new When(at, version, metaData));
            write(entry, DESTINATION, event.destinationId(), "destination.circuit_reset", List.of());
        }
    }

    @EventHandler
    void on(DeliveryRetryRequested event, @Timestamp Instant at, @SequenceNumber long version, MetaData metaData) {
        if (event.manual()) {
            ObjectNode what = Json.mapper().createObjectNode();
            what.put("delivery_id", event.deliveryId())
                    .put("destination_id", event.target().destinationId());
            Document entry = entry(event.eventId(), event.tenant(), new When(at, version, metaData));
            write(entry, "event", event.eventId(), "event.retried", Fields.changes(Map.of(), Fields.of(what)));
        }
    }

    @ResetHandler
    void reset() {
        audit.deleteMany(new Document());
    }

    private void change(String type, String id, DomainEvent event, When when) {
        String action = action(type, event);
        Map<String, Fields.Field> before = before(id, event.tenant(), when.version());
        Map<String, Fields.Field> after = action.endsWith(".deleted") ? before : after(event, before);
        Document entry = entry(id, event.tenant(), when)
                .append(AuditDocument.VERSION, when.version())
                .append(AuditDocument.FIELDS, AuditDocument.write(after));
        write(entry, type, id, action, Fields.changes(before, after));
    }

    private static Document entry(String aggregateId, Tenant tenant, When when) {
        return new Document(ResourceDocument.ID, AuditDocument.id(when.at(), aggregateId, when.version()))
                .append(ResourceDocument.ORGANIZATION_ID, tenant.organizationId())
                .append(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId())
                .append(AuditDocument.AT, Date.from(when.at()))
                .append(AuditDocument.ACTOR, when.metaData().get(Origin.ACTOR))
                .append(AuditDocument.REQUEST_ID, when.metaData().get(Origin.REQUEST_ID));
    }

    private void write(Document entry, String type, String id, String action, Object changes) {
        entry.append(AuditDocument.RESOURCE_TYPE, type)
                .append(AuditDocument.RESOURCE_ID, id)
                .append(AuditDocument.ACTION, action)
                .append(AuditDocument.CHANGES, AuditDocument.write(changes));
        audit.replaceOne(Filters.eq(entry.getString(ResourceDocument.ID)), entry, new ReplaceOptions().upsert(true));
    }

    /** {@code SourceCreated} is {@code source.created}. */
    private static String action(String type, DomainEvent event) {
        String words = event.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        String verb = words.toLowerCase(Locale.ROOT);
        return type + "." + (verb.startsWith(type + "_") ? verb.substring(type.length() + 1) : verb);
    }

    private Map<String, Fields.Field> before(String id, Tenant tenant, long version) {
        Document last = audit.find(Filters.and(
                        Filters.eq(ResourceDocument.ORGANIZATION_ID, tenant.organizationId()),
                        Filters.eq(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId()),
                        Filters.eq(AuditDocument.RESOURCE_ID, id),
                        Filters.lt(AuditDocument.VERSION, version)))
                .sort(Sorts.descending(AuditDocument.VERSION))
                .first();
        return last == null
                ? Map.of()
                : AuditDocument.read(
                        last.getString(AuditDocument.FIELDS), new TypeReference<Map<String, Fields.Field>>() {});
    }

    /** Settings are stored whole. Another event says what it sets, and leaves the rest. */
    private static Map<String, Fields.Field> after(DomainEvent event, Map<String, Fields.Field> before) {
        ObjectNode said = Json.mapper().valueToTree(event);
        if (said.has("settings")) {
            return Fields.of(said.path("settings"));
        }
        Map<String, Fields.Field> after = new LinkedHashMap<>(before);
        said.remove(WHOSE);
        String status = event instanceof IssueEvent issue ? status(issue) : null;
        if (status != null) {
            said.put("status", status);
        }
        after.putAll(Fields.of(said));
        return after;
    }

    private static @Nullable String status(IssueEvent event) {
        return switch (event) {
            case IssueOpened opened -> IssueStatus.OPEN;
            case IssueReopened reopened -> IssueStatus.OPEN;
            case IssueAcknowledged acknowledged -> IssueStatus.ACKNOWLEDGED;
            case IssueResolved resolved -> IssueStatus.RESOLVED;
            case IssueSnoozed snoozed -> null;
            case IssueUnsnoozed unsnoozed -> null;
        };
    }
}
