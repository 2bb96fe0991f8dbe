package io.hookstream.projections.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Json;
import io.hookstream.messages.audit.AuditEntry;
import io.hookstream.messages.audit.AuditEntry.Change;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * How a change is kept. Its id begins with when it happened, as every id does, so that one index serves a list and its
 * part of the time.
 */
public final class AuditDocument {

    public static final String COLLECTION = "audit";
    public static final String AT = "at";
    public static final String ACTOR = "actor";
    public static final String ACTION = "action";
    public static final String RESOURCE_TYPE = "resource_type";
    public static final String RESOURCE_ID = "resource_id";
    static final String REQUEST_ID = "request_id";
    static final String CHANGES = "changes";

    /** Of the resource, to find the change before; absent if it is a thing that happened, and set nothing. */
    static final String VERSION = "version";

    /** What the resource was set to then, as {@link Fields}. */
    static final String FIELDS = "fields";

    static final List<Bson> INDEXES = List.of(
            CollectionIndexes.ofTenant(ResourceDocument.ID),
            CollectionIndexes.ofTenant(RESOURCE_ID, ResourceDocument.ID),
            CollectionIndexes.ofTenant(RESOURCE_TYPE, ResourceDocument.ID),
            CollectionIndexes.ofTenant(ACTOR, ResourceDocument.ID),
            CollectionIndexes.ofTenant(ACTION, ResourceDocument.ID),
            CollectionIndexes.ofTenant(RESOURCE_ID, VERSION));

    private static final String PREFIX = "aud_";
    private static final int TIME_DIGITS = 12;
    private static final int VERSION_DIGITS = 6;
    private static final int REST_DIGITS = 14;

    private AuditDocument() {}

    /** The same for the same domain event; those of one aggregate within a millisecond are in their order. */
    static String id(Instant at, String aggregateId, long version) {
        HexFormat hex = HexFormat.of();
        String rest = Ids.derive("", aggregateId, String.valueOf(version));
        return from(at) + hex.toHexDigits(version, VERSION_DIGITS) + rest.substring(rest.length() - REST_DIGITS);
    }

    /** What the ids begin with of what happened in this millisecond. */
    public static String from(Instant at) {
        return PREFIX + HexFormat.of().toHexDigits(at.toEpochMilli(), TIME_DIGITS);
    }

    public static AuditEntry entry(Document document) {
        return new AuditEntry(
                document.getString(ResourceDocument.ID),
                Objects.requireNonNull(ResourceDocument.instant(document, AT)),
                document.getString(ACTOR),
                document.getString(ACTION),
                document.getString(RESOURCE_TYPE),
                document.getString(RESOURCE_ID),
                read(document.getString(CHANGES), new TypeReference<List<Change>>() {}),
                document.getString(REQUEST_ID));
    }

    static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The read model of changes is damaged", e);
        }
    }

    static String write(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A change cannot be written as JSON", e);
        }
    }
}
