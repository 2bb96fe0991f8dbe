package io.hookstream.projections.event;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ResourceDocument;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** How a delivery attempt is kept. */
public final class AttemptDocument {

    public static final String COLLECTION = "delivery_attempts";
    public static final String EVENT_ID = "event_id";
    public static final String CONNECTION_ID = "connection_id";
    public static final String DESTINATION_ID = "destination_id";
    public static final String STATUS = "status";
    public static final String DEAD = "dead";
    public static final String DELIVERY_ID = "delivery_id";
    public static final String ERROR_TYPE = "error_type";
    public static final String ATTEMPTED_AT = "attempted_at";
    public static final String LATENCY_MS = "latency_ms";
    static final String DEAD_AT = "dead_at";
    /** Where in the log it is. */
    static final String POSITION = "position";

    static final String NEXT_RETRY_AT = "next_retry_at";
    public static final String SUCCESS = "success";
    public static final String FAILED = "failed";

    /**
     * The lists of a tenant's: all, and by each field that selects, but for the dead ones. They have failed, so they are
     * found among those that have, without the others being read.
     */
    static final List<Bson> INDEXES = List.of(
            CollectionIndexes.ofTenant("_id"),
            CollectionIndexes.ofTenant(EVENT_ID, "_id"),
            CollectionIndexes.ofTenant(CONNECTION_ID, "_id"),
            CollectionIndexes.ofTenant(DESTINATION_ID, "_id"),
            CollectionIndexes.ofTenant(STATUS, "_id", DEAD));

    /** What is in the dead letter queue because of one kind of failure. It costs the other attempts nothing. */
    static final IndexModel DEAD_LETTERS = new IndexModel(
            CollectionIndexes.ofTenant(DESTINATION_ID, ERROR_TYPE, ATTEMPTED_AT),
            new IndexOptions().partialFilterExpression(Filters.eq(DEAD, true)));

    private AttemptDocument() {}

    static Document of(DeliveryEvent event, Attempt attempt, long position) {
        Tenant tenant = event.tenant();
        DeliveryTarget target = event.target();
        Document document = new Document("_id", attempt.id())
                .append("organization_id", tenant.organizationId())
                .append("environment_id", tenant.environmentId())
                .append(EVENT_ID, event.eventId())
                .append(DELIVERY_ID, target.deliveryId())
                .append(CONNECTION_ID, target.connectionId())
                .append(DESTINATION_ID, target.destinationId())
                .append(STATUS, attempt.success() ? SUCCESS : FAILED)
                .append(DEAD, false)
                .append("number", attempt.number())
                .append("status_code", attempt.statusCode())
                .append(ERROR_TYPE, attempt.errorType())
                .append("error_message", attempt.errorMessage())
                .append("request_headers", StoredHeaders.text(attempt.requestHeaders()))
                .append("response_headers", StoredHeaders.text(attempt.responseHeaders()))
                .append("response_body", attempt.responseBody())
                .append(LATENCY_MS, attempt.latencyMs())
                .append(ATTEMPTED_AT, Date.from(attempt.attemptedAt()))
                .append("replay_id", target.replayId())
                .append("destination_version", attempt.destinationVersion())
                .append("connection_version", attempt.connectionVersion())
                .append(POSITION, position);
        if (target.transformVersion() != null) {
            document.append("transform_version", target.transformVersion());
        }
        return document;
    }

    public static AttemptView view(Document document, @Nullable String destinationName) {
        Attempt attempt = new Attempt(
                document.getString("_id"),
                document.getInteger("number"),
                SUCCESS.equals(document.getString(STATUS)),
                document.getInteger("status_code"),
                document.getString(ERROR_TYPE),
                document.getString("error_message"),
                StoredHeaders.map(document, "request_headers"),
                StoredHeaders.map(document, "response_headers"),
                document.getString("response_body"),
                document.getLong(LATENCY_MS),
                document.getDate(ATTEMPTED_AT).toInstant(),
                document.getLong("destination_version"),
                document.getLong("connection_version"));
        DeliveryTarget target = new DeliveryTarget(
                document.getString(DELIVERY_ID),
                document.getString(CONNECTION_ID),
                document.getString(DESTINATION_ID),
                document.getString("replay_id"),
                document.getLong("transform_version"));
        return new AttemptView(
                document.getString(EVENT_ID),
                target,
                destinationName,
                attempt,
                document.getBoolean(DEAD),
                ResourceDocument.instant(document, DEAD_AT),
                ResourceDocument.instant(document, NEXT_RETRY_AT));
    }
}
