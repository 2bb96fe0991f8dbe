package io.hookstream.projections.issue;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.projections.issue.Episodes.Episode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;

/**
 * What one batch of the processor writes: each issue once, then what tells which issue is whose. If a crash comes between
 * the two, the events are handled again, and issues that have come further than those pass over them.
 */
final class IssueBatch {

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoDatabase database;
    private final Episodes episodes;
    private final Map<String, Document> issues = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> told = new HashSet<>();

    private IssueBatch(MongoDatabase database) {
        this.database = database;
        this.episodes = new Episodes(database);
    }

    static IssueBatch of(UnitOfWork<?> unitOfWork, MongoDatabase database, QueryUpdateEmitter updates) {
        return BeforeToken.collect(
                unitOfWork, IssueBatch.class, () -> new IssueBatch(database), batch -> batch.write(updates));
    }

    Episode episode(String key) {
        return episodes.of(key);
    }

    /**
     * Changes an issue, unless it has seen this position before.
     *
     * @param create what it is before anything has happened to it
     */
    void change(String id, long position, Supplier<Document> create, Consumer<Document> change) {
        Document issue = issues.computeIfAbsent(id, this::read);
        if (issue.isEmpty()) {
            issue.putAll(create.get());
        }
        if (position > issue.get(IssueDocument.POSITION, -1L)) {
            change.accept(issue);
            issue.append(IssueDocument.POSITION, position);
            changed.add(id);
        }
    }

    /** Whoever waits for a change of this issue is told once it is written. */
    void tell(String id) {
        told.add(id);
    }

    private Document read(String id) {
        Document stored = database.getCollection(IssueDocument.COLLECTION)
                .find(Filters.eq(id))
                .first();
        return stored == null ? new Document() : stored;
    }

    private void write(QueryUpdateEmitter updates) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        changed.forEach(id -> writes.add(new ReplaceOneModel<>(Filters.eq(id), issues.get(id), UPSERT)));
        if (!writes.isEmpty()) {
            database.getCollection(IssueDocument.COLLECTION).bulkWrite(writes);
        }
        episodes.write();
        issues.forEach((id, issue) -> {
            if (told.contains(id)) {
                updates.emit(FindIssue.class, query -> query.id().equals(id), IssueDocument.revision(issue));
            }
        });
    }
}
