package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an index was asked for.
 *
 * @param filter which documents a partial index has; null if all
 * @param expireAfterSeconds how long after the date in its field a document is deleted; null if never
 */
record IndexOptions(
        String name,
        List<IndexKey> keys,
        boolean unique,
        boolean sparse,
        @Nullable Document filter,
        @Nullable Long expireAfterSeconds) {

    private static final int CANNOT_CREATE_INDEX = 67;

    /** @throws MongoServerError if no index of this kind can be had here */
    static IndexOptions of(Document description) {
        String name = String.valueOf(description.get("name"));
        if (!(description.get("key") instanceof Document fields) || fields.isEmpty()) {
            throw refused("the index " + name + " has no key");
        }
        List<IndexKey> keys = new ArrayList<>();
        fields.forEach((field, direction) -> {
            if (!(direction instanceof Number number) || number.doubleValue() == 0) {
                throw refused("the index " + name + " has " + field + ": " + direction
                        + ", but only ascending (1) and descending (-1) fields can be indexed here");
            }
            keys.add(new IndexKey(field, number.doubleValue() > 0));
        });
        Long seconds = null;
        if (description.get("expireAfterSeconds") instanceof Number number) {
            if (keys.size() > 1 || fields.containsKey("_id")) {
                throw refused("the index " + name + " has expireAfterSeconds, which needs one field that is not _id");
            }
            seconds = number.longValue();
            if (seconds < 0 || seconds > Integer.MAX_VALUE) {
                throw refused("the index " + name + " has expireAfterSeconds " + seconds + ", which must be from 0 to "
                        + Integer.MAX_VALUE);
            }
        }
        Document filter = description.get("partialFilterExpression") instanceof Document given ? given : null;
        boolean sparse = Utils.isTrue(description.get("sparse"));
        if (sparse && filter != null) {
            throw refused("the index " + name + " cannot be both sparse and partial");
        }
        boolean unique =
                Utils.isTrue(description.get("unique")) || fields.keySet().equals(Set.of("_id"));
        return new IndexOptions(name, List.copyOf(keys), unique, sparse, filter, seconds);
    }

    private static MongoServerError refused(String reason) {
        return new MongoServerError(CANNOT_CREATE_INDEX, "CannotCreateIndex", "Cannot create index: " + reason);
    }

    Document keyPattern() {
        Document pattern = new Document();
        keys.forEach(key -> pattern.append(key.getKey(), key.isAscending() ? 1 : -1));
        return pattern;
    }
}
