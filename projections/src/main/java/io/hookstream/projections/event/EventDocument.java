package io.hookstream.projections.event;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.Utf8;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.projections.CollectionIndexes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * How a received event is kept. Its payload is a text if it is one, so that it can be searched, and bytes otherwise; it
 * is never parsed, because BSON does not allow what JSON does.
 */
public final class EventDocument {

    public static final String COLLECTION = "events";
    public static final String SOURCE_ID = "source_id";
    public static final String STATUS = "status";
    public static final String RECEIVED_AT = "received_at";
    /** One of {@code DedupStatus}; absent if the event was not compared with others. */
    public static final String DEDUP_STATUS = "dedup_status";

    public static final String DUPLICATE_OF = "duplicate_of";

    /** One of {@code VerificationStatus}; absent if its source verified nothing. */
    public static final String VERIFICATION_STATUS = "verification_status";

    public static final String TEXT = "text";
    public static final String BYTES = "bytes";

    /** Of a text: {@link SearchWords}. */
    public static final String WORDS = "words";

    /**
     * The lists of a tenant's: all, and by each field that selects. The time and the words come after the id, which orders
     * them: a list of some time passes over the keys of another without reading what they stand for, and so does a search.
     */
    static final List<Bson> INDEXES = List.of(
            CollectionIndexes.ofTenant("_id", RECEIVED_AT, WORDS),
            CollectionIndexes.ofTenant(SOURCE_ID, "_id", RECEIVED_AT, WORDS),
            CollectionIndexes.ofTenant(STATUS, "_id", RECEIVED_AT));

    private EventDocument() {}

    static Document of(EventReceived event, Instant at) {
        ReceivedRequest request = event.request();
        Document document = new Document("_id", event.eventId())
                .append("organization_id", event.tenant().organizationId())
                .append("environment_id", event.tenant().environmentId())
                .append(SOURCE_ID, event.sourceId())
                .append(STATUS, EventStatus.RECEIVED)
                .append(RECEIVED_AT, Date.from(at))
                .append("method", request.method())
                .append("query", request.query())
                .append("headers", StoredHeaders.text(request.headers()))
                .append("content_type", request.contentType())
                .append("source_ip", request.sourceIp())
                .append("size", event.payload().size());
        if (event.dedupStatus() != null) {
            document.append(DEDUP_STATUS, event.dedupStatus()).append(DUPLICATE_OF, event.duplicateOf());
        }
        if (event.verificationStatus() != null) {
            document.append(VERIFICATION_STATUS, event.verificationStatus());
        }
        byte[] inline = event.payload().inline();
        if (inline != null) {
            String text = Utf8.text(inline);
            if (text == null) {
                document.append(BYTES, new Binary(inline));
            } else {
                document.append(TEXT, text).append(WORDS, SearchWords.of(text));
            }
        }
        return document;
    }

    public static Tenant tenant(Document document) {
        return new Tenant(document.getString("organization_id"), document.getString("environment_id"));
    }

    public static ReceivedRequest request(Document document) {
        return new ReceivedRequest(
                document.getString("method"),
                document.getString("query"),
                StoredHeaders.list(document, "headers"),
                document.getString("content_type"),
                document.getString("source_ip"));
    }

    public static Payload payload(Document document) {
        int size = document.getInteger("size");
        String text = document.getString(TEXT);
        Binary bytes = document.get(BYTES, Binary.class);
        if (text != null) {
            return Payload.inline(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes != null ? Payload.inline(bytes.getData()) : Payload.stored(size);
    }
}
