package io.hookstream.delivery.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run expressions and may be given up. Java cannot stop a thread that does not cooperate, so one that
 * overruns is interrupted, left behind and replaced; past a bound of such threads there are no more replacements, and
 * with no thread left, jobs are refused at once until one of them returns.
 *
 * @param <C> what each thread keeps for itself between jobs
 */
final class TransformWorkers<C> implements AutoCloseable {

    /** An expression that cooperates stops itself at the limit, and needs a moment to say so. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** Deeply nested expressions and payloads need more than the usual stack. */
    private static final long STACK_BYTES = 4L << 20;

    private final BlockingQueue<Job<C>> queue = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private final Set<Worker> live = new HashSet<>();
    private final Set<Worker> stuck = new HashSet<>();
    private final Supplier<C> context;
    private final Duration limit;
    private final Duration maxWait;
    private final int maxStuck;
    private boolean closed;
    private int started;

    /**
     * @param limit how long one job may run
     * @param maxWait how long one may wait for a free thread
     * @param maxStuck how many threads may be left behind
     */
    TransformWorkers(int size, int maxStuck, Duration limit, Duration maxWait, Supplier<C> context) {
        this.maxStuck = maxStuck;
        this.limit = limit;
        this.maxWait = maxWait;
        this.context = context;
        synchronized (lock) {
            for (int i = 0; i < size; i++) {
                startWorker();
            }
        }
    }

    private static final class Job<C> {
        final Function<C, TransformResult> task;
        final CountDownLatch begun = new CountDownLatch(1);
        final CompletableFuture<TransformResult> result = new CompletableFuture<>();
        volatile @Nullable Runnable abandon;

        Job(Function<C, TransformResult> task) {
            this.task = task;
        }

        void refuse(String why) {
            result.complete(new TransformResult.Unavailable(why));
            begun.countDown();
        }
    }

    /** Waits for the result. */
    TransformResult run(Function<C, TransformResult> task) {
        Job<C> job = new Job<>(task);
        synchronized (lock) {
            if (closed) {
                return new TransformResult.Unavailable("the transform engine is closed");
            }
            if (live.isEmpty()) {
                return new TransformResult.Unavailable(exhausted());
            }
            queue.add(job);
        }
        try {
            if (!job.begun.await(maxWait.toNanos(), TimeUnit.NANOSECONDS) && queue.remove(job)) {
                return new TransformResult.Unavailable(
                        "no transform thread became free within " + maxWait.toMillis() + " ms");
            }
            return job.result.get(limit.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return abandon(job);
        } catch (InterruptedException e) {
            queue.remove(job);
            Thread.currentThread().interrupt();
            return new TransformResult.Unavailable("the transform was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a job's result is never an exception", e);
        }
    }

    int stuckThreads() {
        synchronized (lock) {
            return stuck.size();
        }
    }

    private TransformResult abandon(Job<C> job) {
        synchronized (lock) {
            TransformResult late = job.result.getNow(null);
            if (late != null) {
                return late;
            }
            Runnable abandon = job.abandon;
            if (abandon != null) {
                abandon.run();
            }
            return new TransformResult.Failed("it ran longer than " + limit.toMillis() + " ms");
        }
    }

    private String exhausted() {
        return "no transform thread is left: " + stuck.size() + " run expressions that do not stop";
    }

    private void startWorker() {
        Worker worker = new Worker();
        live.add(worker);
        worker.thread = Thread.ofPlatform()
                .daemon()
                .name("transform-" + started++)
                .stackSize(STACK_BYTES)
                .start(worker);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            live.forEach(Worker::interrupt);
            refuseQueued("the transform engine is closed");
        }
    }

    private void refuseQueued(String why) {
        for (Job<C> waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.refuse(why);
        }
    }

    private final class Worker implements Runnable {

        private @Nullable Thread thread;
        private boolean replaced;

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        @Override
        public void run() {
            C kept = context.get();
            boolean goOn = true;
            while (goOn) {
                Job<C> job;
                try {
                    job = queue.take();
                } catch (InterruptedException e) {
                    goOn = !isClosed();
                    continue;
                }
                job.abandon = this::giveUp;
                job.begun.countDown();
                goOn = finish(job, attempt(job, kept));
            }
        }

        private boolean isClosed() {
            synchronized (lock) {
                return closed;
            }
        }

        @SuppressWarnings("CatchingUnchecked")
        private TransformResult attempt(Job<C> job, C kept) {
            try {
                return job.task.apply(kept);
            } catch (
                    Throwable t) { // an expression may overflow the stack or exhaust the heap; the thread survives both
                return new TransformResult.Failed(TransformErrors.describe(t));
            }
        }

        /** False if this thread has to end, because another has taken its place. */
        private boolean finish(Job<C> job, TransformResult result) {
            synchronized (lock) {
                job.result.complete(result);
                if (!stuck.remove(this)) {
                    return !closed;
                }
                boolean unused = Thread.interrupted(); // meant for the job that is over, not for the next
                if (replaced) {
                    return false;
                }
                live.add(this);
                return !closed;
            }
        }

        /** Called under the lock. */
        private void giveUp() {
            live.remove(this);
            stuck.add(this);
            interrupt();
            replaced = stuck.size() <= maxStuck && !closed;
            if (replaced) {
                startWorker();
            } else if (live.isEmpty()) {
                refuseQueued(exhausted());
            }
        }
    }
}
