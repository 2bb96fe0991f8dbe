package io.hookstream.projections;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.messages.Json;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a thing that users create, update and delete is kept: its settings as one JSON text, because a filter may hold
 * keys that BSON refuses, and beside it the fields that lists select and sort by. A deleted one stays, marked, so that a
 * reader can wait for its deletion.
 */
public final class ResourceDocument {

    public static final String ID = "_id";
    public static final String ORGANIZATION_ID = "organization_id";
    public static final String ENVIRONMENT_ID = "environment_id";
    public static final String NAME = "name";
    public static final String DELETED = "deleted";

    /** Of what can be switched off. */
    public static final String ENABLED = "enabled";

    static final String SETTINGS = "settings";
    static final String VERSION = "version";
    static final String CREATED_AT = "created_at";
    static final String UPDATED_AT = "updated_at";

    /** The list of a tenant's, without those that are deleted. */
    static final Bson INDEX = CollectionIndexes.ofTenant(DELETED, ID);

    /** How many of a tenant's are switched on. */
    public static final Bson ENABLED_INDEX = CollectionIndexes.ofTenant(DELETED, ENABLED);

    private ResourceDocument() {}

    public static Tenant tenant(Document document) {
        return new Tenant(document.getString(ORGANIZATION_ID), document.getString(ENVIRONMENT_ID));
    }

    public static Revision revision(Document document) {
        return new Revision(
                document.getLong(VERSION),
                document.getBoolean(DELETED),
                iso(document, CREATED_AT),
                iso(document, UPDATED_AT));
    }

    public static <S> S settings(Document document, Class<S> type) {
        try {
            return Json.mapper().readValue(document.getString(SETTINGS), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The read model of " + document.getString(ID) + " is damaged", e);
        }
    }

    static String json(Record settings) {
        try {
            return Json.mapper().writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings cannot be written as JSON", e);
        }
    }

    /** Null if there is no document, or no such field in it. */
    public static @Nullable Instant instant(@Nullable Document document, String field) {
        Date date = document == null ? null : document.getDate(field);
        return date == null ? null : date.toInstant();
    }

    private static String iso(Document document, String field) {
        return Instant.ofEpochMilli(document.getDate(field).getTime()).toString();
    }
}
