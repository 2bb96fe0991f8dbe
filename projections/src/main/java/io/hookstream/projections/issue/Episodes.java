package io.hookstream.projections.issue;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Which issue the next failure of each kind at each destination belongs to, and up to where in the log that is known, so
 * that an event that is handled again changes nothing.
 */
final class Episodes {

    static final String COLLECTION = "issue_episodes";

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoDatabase database;
    private final Map<String, Episode> byKey = new LinkedHashMap<>();

    Episodes(MongoDatabase database) {
        this.database = database;
    }

    /** The issues of one kind of failure at one destination. */
    static final class Episode {

        private final String key;
        private final List<String> unresolved;
        private long position;
        private @Nullable String last;

        private Episode(String key, List<String> unresolved, long position, @Nullable String last) {
            this.key = key;
            this.unresolved = new ArrayList<>(unresolved);
            this.position = position;
            this.last = last;
        }

        /** Whether the event at this position is handled for the first time; then it is not the next time. */
        boolean advance(long to) {
            if (to <= position) {
                return false;
            }
            position = to;
            return true;
        }

        /** The issue that an occurrence belongs to; this one if none is unresolved. */
        String occurred(String issueId) {
            if (unresolved.isEmpty()) {
                begin(issueId);
            }
            return unresolved.getLast();
        }

        void begin(String issueId) {
            if (!unresolved.contains(issueId)) {
                unresolved.add(issueId);
            }
            last = unresolved.getLast();
        }

        void end(String issueId) {
            unresolved.remove(issueId);
        }

        /** The issue that what follows from an occurrence belongs to, also if it is resolved by now. */
        @Nullable
        String latest() {
            return unresolved.isEmpty() ? last : unresolved.getLast();
        }
    }

    Episode of(String key) {
        return byKey.computeIfAbsent(key, this::read);
    }

    private Episode read(String key) {
        Document stored =
                database.getCollection(COLLECTION).find(Filters.eq(key)).first();
        return stored == null
                ? new Episode(key, List.of(), -1, null)
                : new Episode(
                        key,
                        stored.getList("unresolved", String.class),
                        stored.getLong("position"),
                        stored.getString("last"));
    }

    void write() {
        List<WriteModel<Document>> writes = new ArrayList<>();
        byKey.values().forEach(episode -> {
            Document document = new Document("_id", episode.key)
                    .append("unresolved", episode.unresolved)
                    .append("position", episode.position)
                    .append("last", episode.last);
            writes.add(new ReplaceOneModel<>(Filters.eq(episode.key), document, UPSERT));
        });
        if (!writes.isEmpty()) {
            database.getCollection(COLLECTION).bulkWrite(writes);
        }
    }
}
