package io.hookstream.sagas.deadline;

import io.hookstream.sagas.deadline.MongoDeadlineStore.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for deadlines that are due, claims them and has them handled. What it claimed is its own for the time of a lease,
 * which it renews while it runs; if it ends, somebody else goes on when the lease is over.
 */
final class DeadlinePoller {

    private static final Logger log = LoggerFactory.getLogger(DeadlinePoller.class);

    /** How far it looks ahead, and how long a deadline of another process may go unnoticed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private static final Duration AFTER_AN_OUTAGE = Duration.ofSeconds(1);

    /** For each, looking and handling. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MAX_CLAIMED = 100;
    private static final int CONCURRENCY = 32;

    /** Has one deadline handled, and throws whatever went wrong. */
    interface Handler {
        void handle(Deadline deadline) throws Exception;
    }

    private final MongoDeadlineStore store;
    private final Clock clock;
    private final Duration lease;
    private final Handler handler;
    private final String process = UUID.randomUUID().toString();
    private final Semaphore wake = new Semaphore(0);
    private final Set<Claimed> claimed = ConcurrentHashMap.newKeySet();
    private final Queue<Claimed> handled = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Run current;
    private long claims;

    DeadlinePoller(MongoDeadlineStore store, Clock clock, Duration lease, Handler handler) {
        this.store = store;
        this.clock = clock;
        this.lease = lease;
        this.handler = handler;
    }

    /** From one start to its stop. */
    private final class Run implements Runnable {

        private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
        private final Semaphore permits = new Semaphore(CONCURRENCY);
        private final Thread thread =
                Thread.ofPlatform().name("deadlines").daemon().unstarted(this);
        private volatile boolean stopping;
        private long renewed = System.nanoTime();
        private boolean outage;

        @Override
        public void run() {
            while (!stopping) {
                try {
                    Duration pause = look();
                    outage = false;
                    pause(pause);
                } catch (RuntimeException e) {
                    if (!outage) {
                        log.warn("Deadlines cannot be read, and wait: {}", e.toString());
                    }
                    outage = true;
                    pause(AFTER_AN_OUTAGE);
                }
            }
        }

        private void pause(Duration pause) {
            try {
                if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                stopping = true;
            }
        }

        /** How long there is nothing to do. */
        private Duration look() {
            renew();
            deleteHandled();
            int free = MAX_CLAIMED - claimed.size();
            if (free <= 0) {
                return LOOK_EVERY;
            }
            Instant now = clock.instant();
            List<Document> next = store.due(now.plus(LOOK_EVERY), now, free).into(new ArrayList<>());
            List<Document> due =
                    next.stream().filter(each -> !dueAt(each).isAfter(now)).toList();
            if (claim(due, now) && due.size() == free) {
                return Duration.ZERO;
            }
            return due.size() < next.size()
                    ? Duration.between(clock.instant(), dueAt(next.get(due.size())))
                    : LOOK_EVERY;
        }

        /**
         * Not what is still being handled here, even if the store was away for longer than its lease.
         *
         * @return whether there was anything to claim
         */
        private boolean claim(List<Document> due, Instant now) {
            Set<String> mine =
                    claimed.stream().map(each -> each.deadline().id()).collect(Collectors.toSet());
            List<Document> others = due.stream()
                    .filter(each -> !mine.contains(each.getString(Deadline.ID)))
                    .toList();
            if (others.isEmpty()) {
                return false;
            }
            String claim = process + "-" + claims++;
            for (Deadline deadline : store.claim(others, claim, now, now.plus(lease))) {
                Claimed won = new Claimed(deadline, claim);
                claimed.add(won);
                handlers.execute(() -> handle(won));
            }
            return true;
        }

        private void renew() {
            long now = System.nanoTime();
            if (now - renewed > lease.toNanos() / 3) {
                renewed = now;
                List<Claimed> mine = List.copyOf(claimed);
                if (!mine.isEmpty()) {
                    store.renew(mine, clock.instant().plus(lease));
                }
            }
        }

        /** What could not be deleted when it was handled. */
        private void deleteHandled() {
            for (Claimed each = handled.peek(); each != null; each = handled.peek()) {
                store.delete(each);
                handled.remove();
                claimed.remove(each);
            }
        }

        private void handle(Claimed mine) {
            permits.acquireUninterruptibly();
            boolean done = true;
            try {
                if (stopping) {
                    store.giveBack(mine);
                } else {
                    done = handleAndSettle(mine);
                }
            } catch (RuntimeException e) {
                log.warn("{} is left to its lease: {}", describe(mine.deadline()), e.toString());
            } finally {
                permits.release();
                if (done) {
                    claimed.remove(mine);
                    if (claimed.size() == MAX_CLAIMED / 2) {
                        wake.release();
                    }
                }
            }
        }

        /** Whether nothing remains to be done, now or later. */
        private boolean handleAndSettle(Claimed mine) {
            try {
                handler.handle(mine.deadline());
            } catch (Exception e) {
                int tries = mine.deadline().tries() + 1;
                Duration pause = pauseAfter(tries);
                log.warn(
                        "{} failed for the {}. time and is tried again in {}",
                        describe(mine.deadline()),
                        tries,
                        pause,
                        e);
                store.release(mine, clock.instant().plus(pause), tries);
                return true;
            }
            try {
                store.delete(mine);
                return true;
            } catch (RuntimeException e) {
                handled.add(mine);
                return false;
            }
        }

        private void stop() {
            stopping = true;
            wake.release();
            try {
                thread.join(STOP_WITHIN);
                handlers.shutdown();
                if (!handlers.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("{} deadlines are still being handled, and will be again", claimed.size());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Instant dueAt(Document deadline) {
        return deadline.getDate(Deadline.DUE_AT).toInstant();
    }

    private static String describe(Deadline deadline) {
        return "Deadline " + deadline.name() + " of " + deadline.saga().scopeDescription();
    }

    /** 1 s, 2 s, 4 s … 5 min. */
    static Duration pauseAfter(int tries) {
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 16));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Tells it of a deadline that is due before it would look. */
    void scheduled(Instant dueAt) {
        if (dueAt.isBefore(clock.instant().plus(LOOK_EVERY))) {
            wake.release();
        }
    }

    synchronized void start() {
        if (current == null) {
            Run run = new Run();
            claimed.clear();
            handled.clear();
            current = run;
            run.thread.start();
        }
    }

    synchronized void stop() {
        Run run = current;
        if (run != null) {
            run.stop();
            current = null;
        }
    }

    boolean isRunning() {
        return current != null;
    }
}
