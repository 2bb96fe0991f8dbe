package io.hookstream.app;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.hookstream.app.Roles.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Which processes play which role at the moment, so that each takes its share of a processor's segments and no more. Each
 * says every second that it is there. Who is silent is not counted any more, and the others take its segments over as
 * soon as its claims have run out: it is the claims that keep two from having the same.
 */
final class Nodes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Nodes.class);

    static final String COLLECTION = "nodes";
    private static final String ID = "_id";
    private static final String ROLES = "roles";
    private static final String SEEN_AT = "seen_at";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(3);

    /** Far longer than clocks may differ: what was left behind by a process that was killed. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final MongoCollection<Document> nodes;
    private final Set<Role> roles;
    private final Clock clock;
    private final String id = UUID.randomUUID().toString();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("nodes").daemon().factory());

    private volatile Map<Role, Integer> counts = Map.of();
    private volatile boolean running;

    Nodes(MongoDatabase database, Set<Role> roles, Clock clock) {
        this.nodes = database.getCollection(COLLECTION);
        this.roles = roles;
        this.clock = clock;
    }

    /** How many of so many segments this process may have. */
    int share(Role role, int segments) {
        return Math.ceilDiv(segments, Math.max(1, counts.getOrDefault(role, 1)));
    }

    void look() {
        try {
            Instant now = clock.instant();
            nodes.replaceOne(
                    Filters.eq(ID, id),
                    new Document(ID, id)
                            .append(ROLES, roles.stream().map(Role::name).toList())
                            .append(SEEN_AT, Date.from(now)),
                    new ReplaceOptions().upsert(true));
            nodes.deleteMany(Filters.lt(SEEN_AT, Date.from(now.minus(FORGOTTEN_AFTER))));
            counts = count(now.minus(SILENT_AFTER));
        } catch (RuntimeException e) {
            log.warn("Which other processes there are could not be read, and will be again: {}", e.toString());
        }
    }

    private Map<Role, Integer> count(Instant since) {
        Map<Role, Integer> found = new EnumMap<>(Role.class);
        for (Document node : nodes.find(Filters.gte(SEEN_AT, Date.from(since)))) {
            for (Role role : Role.values()) {
                if (node.getList(ROLES, String.class).contains(role.name())) {
                    found.merge(role, 1, Integer::sum);
                }
            }
        }
        return found;
    }

    @Override
    public void start() {
        running = true;
        look();
        var unused = watch.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The others need not wait until it is missed. */
    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
        try {
            nodes.deleteOne(Filters.eq(ID, id));
        } catch (RuntimeException e) {
            log.info("The other processes will miss this one: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the processors start, and after they have stopped. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
