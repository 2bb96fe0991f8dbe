package io.hookstream.delivery.destination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What a sender has made of destinations' settings, such as connections: kept until the settings change or it has not been
 * used for a while, and then closed as soon as nobody uses it any more.
 *
 * @param <C> one destination's
 */
public final class Clients<C> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Clients.class);
    private static final int MAX_HELD = 256;
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Function<Target, ? extends C> create;
    private final Consumer<? super C> close;
    private final Disposable looking;

    /** The least recently used first. Guarded by this. */
    private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String destinationId, long version) {
        static Key of(Target target) {
            return new Key(target.destinationId(), target.version());
        }
    }

    private final class Held {

        private final Key key;
        private final Mono<C> client;

        private volatile @Nullable C made;

        // All below is guarded by the clients.
        private int users;
        private boolean retired;
        private long usedNanos = System.nanoTime();

        Held(Target target) {
            key = Key.of(target);
            Mono<C> creation = Mono.fromSupplier(() -> {
                C created = create.apply(target);
                made = created;
                return created;
            });
            client = creation.subscribeOn(Schedulers.boundedElastic()).cache();
        }

        boolean isOlderThan(Key other) {
            return key.destinationId().equals(other.destinationId()) && key.version() < other.version();
        }

        boolean isIdle() {
            return users == 0 && System.nanoTime() - usedNanos > IDLE.toNanos();
        }
    }

    /**
     * @param create may block; its error is that of each attempt until the next one tries again
     * @param close may block
     */
    public Clients(Function<Target, ? extends C> create, Consumer<? super C> close) {
        this.create = create;
        this.close = close;
        looking = Schedulers.boundedElastic()
                .schedulePeriodically(
                        () -> retire(Held::isIdle), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is used is not closed before this ends. */
    public <T> Mono<T> use(Target target, Function<? super C, Mono<T>> action) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> acquire(target)),
                used -> used.client.doOnError(e -> retire(one -> one == used)).flatMap(action),
                this::release);
    }

    /** The next use makes another, and this one is closed as soon as nobody uses it any more: it is broken. */
    public void forget(C client) {
        retire(one -> client.equals(one.made));
    }

    private Held acquire(Target target) {
        Key key = Key.of(target);
        Held found;
        boolean isNew;
        synchronized (this) {
            isNew = !held.containsKey(key);
            found = held.computeIfAbsent(key, absent -> new Held(target));
            found.users++;
        }
        if (isNew) {
            retire(one -> one.isOlderThan(key));
            retireSurplus();
        }
        return found;
    }

    private Mono<Void> release(Held used) {
        return Mono.fromRunnable(() -> {
            boolean unused;
            synchronized (this) {
                used.users--;
                used.usedNanos = System.nanoTime();
                unused = used.retired && used.users == 0;
            }
            if (unused) {
                dispose(used);
            }
        });
    }

    /** Those that nobody uses, the least recently used first, until there are few enough. */
    private synchronized void retireSurplus() {
        int[] surplus = {held.size() - MAX_HELD};
        retire(one -> one.users == 0 && surplus[0]-- > 0);
    }

    private void retire(Predicate<Held> which) {
        List<Held> unused = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Held> all = held.values().iterator(); all.hasNext(); ) {
                Held one = all.next();
                if (which.test(one)) {
                    all.remove();
                    one.retired = true;
                    if (one.users == 0) {
                        unused.add(one);
                    }
                }
            }
        }
        unused.forEach(this::dispose);
    }

    private void dispose(Held unused) {
        unused.client
                .publishOn(Schedulers.boundedElastic())
                .subscribe(close, e -> log.debug("There is nothing to be closed of {}", unused.key, e));
    }

    @Override
    public void close() {
        looking.dispose();
        retire(one -> true);
    }
}
