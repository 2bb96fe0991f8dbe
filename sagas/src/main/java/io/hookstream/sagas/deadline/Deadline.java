package io.hookstream.sagas.deadline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A deadline as it is stored.
 *
 * @param id the same for the same saga, name and payload, so that an event that is handled again schedules nothing new
 * @param payloadType the name of its class; null if there is no payload
 * @param payload as JSON
 * @param metaData as JSON
 * @param group see {@link Grouped}
 * @param scheduledFor in whole milliseconds; stays as it is while {@link #DUE_AT} moves
 * @param tries how often it could not be handled
 */
record Deadline(
        String id,
        String name,
        SagaScopeDescriptor saga,
        @Nullable String payloadType,
        @Nullable String payload,
        String metaData,
        @Nullable String group,
        Instant scheduledFor,
        int tries) {

    static final String COLLECTION = "deadlines";
    static final String ID = "_id";
    static final String NAME = "name";
    static final String SCOPE_TYPE = "scope_type";
    static final String SCOPE_ID = "scope_id";
    static final String PAYLOAD_TYPE = "payload_type";
    static final String PAYLOAD = "payload";
    static final String META_DATA = "meta_data";
    static final String GROUP = "group";
    static final String SCHEDULED_FOR = "scheduled_for";
    static final String CREATED = "created";
    static final String TRIES = "tries";

    /** When it is to be tried, or tried again. */
    static final String DUE_AT = "due_at";

    /** Until when it is left to whoever claimed it; long ago if nobody has. */
    static final String LEASE_UNTIL = "lease_until";

    static final String CLAIMED_BY = "claimed_by";

    static final Date FREE = new Date(0);

    /** Rounded up: a deadline is never early. */
    Deadline {
        Instant whole = scheduledFor.truncatedTo(ChronoUnit.MILLIS);
        scheduledFor = whole.equals(scheduledFor) ? whole : whole.plusMillis(1);
    }

    static String id(SagaScopeDescriptor saga, String name, @Nullable String payloadType, @Nullable String payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                saga.getType(), saga.getIdentifier().toString(), name, payloadType == null ? "" : payloadType
            }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            if (payload != null) {
                digest.update(payload.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has it", e);
        }
    }

    static Deadline of(Document document) {
        return new Deadline(
                document.getString(ID),
                document.getString(NAME),
                new SagaScopeDescriptor(document.getString(SCOPE_TYPE), document.getString(SCOPE_ID)),
                document.getString(PAYLOAD_TYPE),
                document.getString(PAYLOAD),
                document.getString(META_DATA),
                document.getString(GROUP),
                document.getDate(SCHEDULED_FOR).toInstant(),
                document.getInteger(TRIES));
    }

    /** All but its id, free to be claimed. */
    Document fields(Instant created) {
        Document fields = new Document(NAME, name)
                .append(SCOPE_TYPE, saga.getType())
                .append(SCOPE_ID, saga.getIdentifier().toString())
                .append(META_DATA, metaData)
                .append(SCHEDULED_FOR, Date.from(scheduledFor))
                .append(DUE_AT, Date.from(scheduledFor))
                .append(LEASE_UNTIL, FREE)
                .append(TRIES, tries)
                .append(CREATED, Date.from(created));
        if (payload != null) {
            fields.append(PAYLOAD_TYPE, payloadType).append(PAYLOAD, payload);
        }
        if (group != null) {
            fields.append(GROUP, group);
        }
        return fields;
    }
}
