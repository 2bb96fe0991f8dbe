package io.hookstream.projections.deadletter;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.projection.ProjectionQuery.DeadLetterView;
import io.hookstream.projections.CollectionIndexes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.deadletter.DeadLetterEntry;
import org.axonframework.extensions.mongo.eventhandling.deadletter.DeadLetterEventEntry;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoSequencedDeadLetterQueue;
import org.axonframework.extensions.mongo.eventsourcing.eventstore.documentperevent.EventEntryConfiguration;
import org.axonframework.messaging.deadletter.Cause;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of one projection: a sequence, usually an aggregate's, of domain events of which the first could not
 * be handled and the others wait behind it. Full, it refuses: the processor then stops at the event instead of losing it.
 *
 * <p>A letter is written while its batch is handled, before the batch's token. So letters of a batch that did not end
 * are met again by their own events, and are replaced by them; and none is tried before the token stands behind it.
 */
class DeadLetterQueue extends MongoSequencedDeadLetterQueue<EventMessage<?>> {

    static final String COLLECTION = "projection_dead_letters";

    /** How many sequences a projection keeps, and how many letters each of them. */
    static final int MAX_SEQUENCES = 1024;

    static final int MAX_SEQUENCE_SIZE = 1024;

    private static final Logger log = LoggerFactory.getLogger(DeadLetterQueue.class);
    private static final String PROJECTION = "processingGroup";
    private static final String SEQUENCE = "sequenceIdentifier";
    private static final String INDEX = "index";
    private static final String MESSAGE = "message";
    private static final String ID = "_id";

    /** For the oldest letter. Axon's queue has three of its own for everything else. */
    private static final List<Bson> INDEXES = List.of(Indexes.ascending(PROJECTION, ID));

    private final String projection;
    private final MongoCollection<Document> letters;
    private final Serializer serializer;
    private final Predicate<DeadLetter<? extends EventMessage<?>>> due;

    /**
     * Sequences that may have letters, so that the events of all others need no query. Only a segment's owner adds to
     * its sequences; they are read again whenever one is claimed. See {@link #amountOfSequences()}.
     */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The last sequence of the last round, which may have ended before it came to all. */
    private volatile String lastTried = "";

    private final AtomicLong handled = new AtomicLong();
    private final AtomicBoolean alarmed = new AtomicBoolean();

    /** @param due whether this process may try a letter now */
    static DeadLetterQueue of(
            String projection,
            MongoDatabase database,
            Serializer serializer,
            Predicate<DeadLetter<? extends EventMessage<?>>> due) {
        CollectionIndexes.create(database, COLLECTION, INDEXES);
        Builder<EventMessage<?>> builder = builder();
        builder.processingGroup(projection)
                .mongoTemplate(DefaultMongoTemplate.builder()
                        .mongoDatabase(database)
                        .deadLetterCollectionName(COLLECTION)
                        .build())
                .serializer(serializer)
                .maxSequences(MAX_SEQUENCES)
                .maxSequenceSize(MAX_SEQUENCE_SIZE);
        return new DeadLetterQueue(projection, database, serializer, due, builder);
    }

    private DeadLetterQueue(
            String projection,
            MongoDatabase database,
            Serializer serializer,
            Predicate<DeadLetter<? extends EventMessage<?>>> due,
            Builder<EventMessage<?>> builder) {
        super(builder);
        this.projection = projection;
        this.letters = database.getCollection(COLLECTION);
        this.serializer = serializer;
        this.due = due;
    }

    @Override
    public void enqueue(Object sequence, DeadLetter<? extends EventMessage<?>> letter) {
        super.enqueue(sequence, letter);
        known.add(key(sequence));
        letter.cause().ifPresent(cause -> {
            warn(letter, cause);
            if (known.size() > MAX_SEQUENCES / 2 && !alarmed.get()) {
                watchCapacity();
            }
        });
    }

    /** Without a query for a new sequence, as long as there is room. */
    @Override
    public boolean isFull(Object sequence) {
        return known.contains(key(sequence))
                ? super.isFull(sequence)
                : known.size() >= MAX_SEQUENCES && super.isFull(sequence);
    }

    @Override
    public boolean enqueueIfPresent(Object sequence, Supplier<DeadLetter<? extends EventMessage<?>>> letter) {
        if (!known.contains(key(sequence))) {
            return false;
        }
        DeadLetter<? extends EventMessage<?>> next = letter.get();
        discardFrom(sequence, position(next.message()));
        if (!contains(sequence)) {
            known.remove(key(sequence));
            return false;
        }
        enqueue(sequence, next);
        return true;
    }

    /** What a batch that did not end has left: its events come again, and this is the first of them. */
    private void discardFrom(Object sequence, long position) {
        Bson ofSequence = Filters.and(Filters.eq(PROJECTION, projection), Filters.eq(SEQUENCE, key(sequence)));
        while (true) {
            Document last =
                    letters.find(ofSequence).sort(Sorts.descending(INDEX)).first();
            if (last == null || position(message(last)) < position) {
                return;
            }
            letters.deleteOne(Filters.eq(ID, last.get(ID)));
        }
    }

    /**
     * All sequences that the filter accepts, those first that the last round did not come to. Axon's queue would pick one,
     * and read all letters for it. Who may try a letter is decided by the segment, so none is claimed.
     *
     * @return whether all could be handled
     */
    @Override
    public boolean process(
            Predicate<DeadLetter<? extends EventMessage<?>>> filter,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        boolean all = true;
        TreeSet<String> present = new TreeSet<>(present());
        List<String> rotated = new ArrayList<>(present.tailSet(lastTried, false));
        rotated.addAll(present.headSet(lastTried, true));
        for (String sequence : rotated) {
            DeadLetter<? extends EventMessage<?>> first = first(sequence);
            if (first != null && due.test(first) && filter.test(first)) {
                lastTried = sequence;
                all &= processSequence(sequence, first, task);
            }
        }
        return all;
    }

    /** Stops at the first letter that fails or may not be tried yet. */
    private boolean processSequence(
            String sequence,
            DeadLetter<? extends EventMessage<?>> first,
            Function<DeadLetter<? extends EventMessage<?>>, EnqueueDecision<EventMessage<?>>> task) {
        DeadLetter<? extends EventMessage<?>> letter = first;
        while (letter != null && due.test(letter)) {
            EnqueueDecision<EventMessage<?>> decision = task.apply(letter);
            if (decision.shouldEnqueue()) {
                requeue(
                        letter,
                        failed -> decision.withDiagnostics(failed)
                                .withCause(decision.enqueueCause().orElse(null)));
                return false;
            }
            evict(letter);
            letter = first(sequence);
        }
        return letter == null;
    }

    private @Nullable DeadLetter<? extends EventMessage<?>> first(String sequence) {
        return ((MongoIterable<DeadLetter<? extends EventMessage<?>>>) deadLetterSequence(sequence)).first();
    }

    @Override
    public void requeue(
            DeadLetter<? extends EventMessage<?>> letter, UnaryOperator<DeadLetter<? extends EventMessage<?>>> update) {
        super.requeue(letter, before -> {
            DeadLetter<? extends EventMessage<?>> after = update.apply(before);
            after.cause()
                    .filter(cause -> !said(before).equals(Optional.of(said(cause))))
                    .ifPresent(cause -> warn(after, cause));
            return after;
        });
    }

    @Override
    public void evict(DeadLetter<? extends EventMessage<?>> letter) {
        super.evict(letter);
        handled.incrementAndGet();
    }

    /** Axon asks when a segment has been claimed, before its first event: the time to look who may have letters. */
    @Override
    public long amountOfSequences() {
        return present().size();
    }

    private Set<String> present() {
        Set<String> present = letters.distinct(SEQUENCE, Filters.eq(PROJECTION, projection), String.class)
                .into(new HashSet<>());
        known.addAll(present);
        return present;
    }

    @Override
    public void clear() {
        super.clear();
        known.clear();
        alarmed.set(false);
    }

    /** How many letters this process has handled since it began. */
    long handled() {
        return handled.get();
    }

    /** Also sees what other processes have added. Says once that more than half of the sequences are taken, and again only after there was room. */
    void watchCapacity() {
        long sequences = amountOfSequences();
        if (sequences <= MAX_SEQUENCES / 2) {
            alarmed.set(false);
        } else if (alarmed.compareAndSet(false, true)) {
            log.error(
                    "The projection {} has dead letters of {} sequences. At {} it stops: repair what it fails at.",
                    projection,
                    sequences,
                    MAX_SEQUENCES);
        }
    }

    @Nullable
    DeadLetterView oldest() {
        Document oldest = letters.find(Filters.eq(PROJECTION, projection))
                .sort(Sorts.ascending(ID))
                .first();
        if (oldest == null) {
            return null;
        }
        DeadLetterEntry letter = new DeadLetterEntry(oldest);
        DeadLetterEventEntry message = message(oldest);
        return new DeadLetterView(
                message.getPayload().getType().getName(),
                Objects.requireNonNullElse(message.getAggregateIdentifier(), letter.getSequenceIdentifier()),
                letter.getCauseType() == null ? null : letter.getCauseType() + ": " + letter.getCauseMessage(),
                letter.getEnqueuedAt().toString());
    }

    private void warn(DeadLetter<? extends EventMessage<?>> letter, Cause cause) {
        log.warn(
                "The projection {} could not handle {} at {} and tries it again: {}",
                projection,
                letter.message().getPayloadType().getSimpleName(),
                position(letter.message()),
                said(cause));
    }

    private static Optional<String> said(DeadLetter<?> letter) {
        return letter.cause().map(DeadLetterQueue::said);
    }

    private static String said(Cause cause) {
        return cause.type() + ": " + cause.message();
    }

    /** In the log. What has none is taken for newer than everything. */
    static long position(EventMessage<?> message) {
        return message instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position().orElse(Long.MAX_VALUE)
                : Long.MAX_VALUE;
    }

    private long position(DeadLetterEventEntry message) {
        if (message.getTrackingToken() == null) {
            return Long.MAX_VALUE;
        }
        TrackingToken token = Objects.requireNonNull(serializer.deserialize(message.getTrackingToken()));
        return token.position().orElse(Long.MAX_VALUE);
    }

    private static DeadLetterEventEntry message(Document letter) {
        return new DeadLetterEventEntry(letter.get(MESSAGE, Document.class), EventEntryConfiguration.getDefault());
    }

    /** As Axon's queue writes it. */
    private static String key(Object sequence) {
        return sequence instanceof String id ? id : Integer.toString(sequence.hashCode());
    }
}
