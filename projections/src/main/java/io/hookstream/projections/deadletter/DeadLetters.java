package io.hookstream.projections.deadletter;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.Refused;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionQuery.DeadLetterView;
import io.hookstream.projections.ProjectionsConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.extensions.mongo.eventhandling.deadletter.MongoDeadLetter;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Gives each projection a queue for the domain events that it cannot handle, and tries those again. What the document
 * store refuses is no fault of an event and gets none there: the batch is handled again until the store answers.
 */
@Component
public class DeadLetters implements ConfigurerModule {

    /** A round ends with the sequence that it is at then; the next one goes on behind it. */
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final MongoDatabase database;
    private final EventProcessingConfiguration processing;
    private final Map<String, DeadLetterQueue> queues = new ConcurrentHashMap<>();

    /** While a projection is reset, none of its letters may write what the reset has wiped. */
    private final ReentrantLock lock = new ReentrantLock();

    DeadLetters(MongoDatabase database, @Lazy EventProcessingConfiguration processing) {
        this.database = database;
        this.processing = processing;
    }

    @Override
    public void configureModule(Configurer configurer) {
        configurer.eventProcessing(events -> ProjectionsConfiguration.ALL.forEach(name -> register(events, name)));
    }

    /**
     * With the cache of size 0, Axon asks the queue only about sequences that it put there itself, or, if there were
     * letters when the segment was claimed, about every one; then the queue knows without a query.
     */
    private void register(EventProcessingConfigurer events, String projection) {
        events.registerDeadLetterQueue(
                        projection,
                        axon -> queues.computeIfAbsent(
                                projection,
                                name -> DeadLetterQueue.of(
                                        name, database, axon.eventSerializer(), letter -> isDue(name, letter))))
                .registerDeadLetterPolicy(projection, axon -> DeadLetters::decide)
                .registerDeadLetteringEventHandlerInvokerConfiguration(
                        projection,
                        (axon, invoker) -> invoker.allowReset(true)
                                .enableSequenceIdentifierCache()
                                .sequenceIdentifierCacheSize(0));
    }

    /** A letter that is tried again stays one whatever happens, but keeps its cause if only the store failed. */
    private static EnqueueDecision<EventMessage<?>> decide(
            DeadLetter<? extends EventMessage<?>> letter, Throwable failure) {
        boolean store = isOfTheStore(failure);
        if (letter instanceof MongoDeadLetter) {
            return store ? Decisions.requeue(null) : Decisions.requeue(ThrowableCause.truncated(failure));
        }
        if (store) {
            throw new IllegalStateException("The document store failed, and the batch is handled again", failure);
        }
        return Decisions.enqueue(ThrowableCause.truncated(failure));
    }

    private static boolean isOfTheStore(@Nullable Throwable failure) {
        return failure != null && (failure instanceof MongoException || isOfTheStore(failure.getCause()));
    }

    /**
     * By the owner of its segment, and once the token is past it: before that, the batch that it belongs to may be
     * handled again, and would count it a second time.
     */
    private boolean isDue(String projection, DeadLetter<? extends EventMessage<?>> letter) {
        Object sequence = Objects.requireNonNullElseGet(
                processing.sequencingPolicy(projection).getSequenceIdentifierFor(letter.message()),
                letter.message()::getIdentifier);
        long position = DeadLetterQueue.position(letter.message());
        return processor(projection).processingStatus().values().stream()
                .anyMatch(status -> status.getSegment().matches(sequence)
                        && status.getCurrentPosition().orElse(-1) >= position);
    }

    /** Tries every sequence whose segment this process owns once, as long as the round lasts. */
    public DeadLettersRetried retry(String projection) {
        DeadLetterQueue queue = queue(projection);
        SequencedDeadLetterProcessor<EventMessage<?>> letters =
                processing.sequencedDeadLetterProcessor(projection).orElseThrow(() -> Refused.notFound("Projection"));
        long before = queue.handled();
        long began = System.nanoTime();
        if (queue.size() > 0) {
            exclusively(() -> letters.process(letter -> System.nanoTime() - began < ROUND.toNanos()));
        }
        queue.watchCapacity();
        return new DeadLettersRetried(queue.handled() - before, queue.size());
    }

    /** Not while letters are tried. */
    public void exclusively(Runnable what) {
        lock.lock();
        try {
            what.run();
        } finally {
            lock.unlock();
        }
    }

    /** How many letters each projection has. Those that have none are left out. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        queues.keySet().forEach(projection -> {
            long count = count(projection);
            if (count > 0) {
                counts.put(projection, count);
            }
        });
        return counts;
    }

    public long count(String projection) {
        return queue(projection).size();
    }

    public @Nullable DeadLetterView oldest(String projection) {
        return queue(projection).oldest();
    }

    private DeadLetterQueue queue(String projection) {
        DeadLetterQueue queue = queues.get(projection);
        if (queue == null) {
            throw Refused.notFound("Projection");
        }
        return queue;
    }

    private StreamingEventProcessor processor(String projection) {
        return processing
                .eventProcessor(projection, StreamingEventProcessor.class)
                .orElseThrow(() -> Refused.notFound("Projection"));
    }
}
