package io.hookstream.projections.event;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.LogPosition;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ResourceDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How many events a source has received, how many deliveries a destination was sent and how many events of a replay came
 * to which end, as one batch counts them. A counter has one document per segment of the processor, and in it the position
 * in the log up to which it has counted, so that an event that is handled again is not counted again. What was a dead
 * letter has a counter of its own.
 */
public final class Counters {

    public static final String COLLECTION = "counters";
    public static final String OF = "of";
    public static final String COUNT = "count";

    /** Of counters that have a tenant, and those are the counters of sources: how many events a tenant has in all. */
    static final List<Bson> INDEXES = List.of(Indexes.ascending(OF), CollectionIndexes.ofTenant(OF));

    private static final String POSITION = "position";

    /** Null for a dead letter. */
    private final @Nullable Object segment;

    private final Map<String, List<Long>> positions = new LinkedHashMap<>();
    private final Map<String, Tenant> tenants = new HashMap<>();

    Counters(@Nullable Object segment) {
        this.segment = segment;
    }

    /**
     * What a replay's events are counted under.
     *
     * @param outcome one of {@link io.hookstream.messages.replay.ReplayOutcome}
     */
    public static String ofReplay(String replayId, String outcome) {
        return replayId + "/" + outcome;
    }

    void countReceived(EventReceived event, EventMessage<?> message) {
        tenants.put(event.sourceId(), event.tenant());
        count(event.sourceId(), message);
    }

    /** @param of the source's or destination's id, or what a replay's events are counted under */
    void count(String of, EventMessage<?> message) {
        positions.computeIfAbsent(of, id -> new ArrayList<>()).add(LogPosition.of(message));
    }

    void write(MongoDatabase database) {
        if (positions.isEmpty()) {
            return;
        }
        MongoCollection<Document> counters = database.getCollection(COLLECTION);
        if (segment == null) {
            counters.bulkWrite(late());
            return;
        }
        Map<String, Long> counted = new HashMap<>();
        counters.find(Filters.in(
                        "_id", positions.keySet().stream().map(this::id).toList()))
                .forEach(counter -> counted.put(counter.getString(OF), counter.getLong(POSITION)));
        List<WriteModel<Document>> writes = new ArrayList<>();
        positions.forEach((of, seen) -> {
            long upTo = counted.getOrDefault(of, -1L);
            long count = seen.stream().filter(position -> position > upTo).count();
            if (count > 0) {
                writes.add(new UpdateOneModel<>(
                        Filters.eq(id(of)),
                        new Document("$set", fields(of, seen.getLast())).append("$inc", new Document(COUNT, count)),
                        new UpdateOptions().upsert(true)));
            }
        });
        if (!writes.isEmpty()) {
            counters.bulkWrite(writes);
        }
    }

    /** The segment has counted past them: each is a counter of its own, that is the same when it is written again. */
    private List<WriteModel<Document>> late() {
        List<WriteModel<Document>> writes = new ArrayList<>();
        positions.forEach((of, seen) -> seen.forEach(position -> {
            String id = of + "@" + position;
            Document counter = new Document("_id", id).append(COUNT, 1L);
            counter.putAll(fields(of, position));
            writes.add(new ReplaceOneModel<>(Filters.eq(id), counter, new ReplaceOptions().upsert(true)));
        }));
        return writes;
    }

    private String id(String of) {
        return of + "/" + segment;
    }

    private Document fields(String of, long position) {
        Document fields = new Document(OF, of).append(POSITION, position);
        Tenant tenant = tenants.get(of);
        return tenant == null
                ? fields
                : fields.append(ResourceDocument.ORGANIZATION_ID, tenant.organizationId())
                        .append(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId());
    }
}
