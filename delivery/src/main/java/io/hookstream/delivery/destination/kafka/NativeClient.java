package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.kafka.Network.Problem;
import io.hookstream.delivery.destination.kafka.Producers.Made;
import io.hookstream.messages.destination.KafkaConfig;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/** One destination's producer. It is made when it is first needed, and anew when it has failed for good. */
final class NativeClient {

    /** Lanes allow no more at once, so that this is reached only by what they have given up. */
    private static final int MOST_BLOCKED = 256;

    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(60);

    private final KafkaConfig config;
    private final Producers producers;
    private final ExecutorService threads;
    private final Semaphore permits = new Semaphore(MOST_BLOCKED);
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private @Nullable Made current;

    /** @param threads for what blocks */
    NativeClient(KafkaConfig config, Producers producers, ExecutorService threads) {
        this.config = config;
        this.producers = producers;
        this.threads = threads;
    }

    /**
     * Where it was stored; errors are {@link RefusedException}. Cancelling it ends waiting, but what waits in the producer's
     * buffer may be stored still.
     */
    Mono<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        return Mono.<RecordMetadata>create(sink -> new Sending(sink, message).start())
                .publishOn(Schedulers.parallel());
    }

    private final class Sending {

        private final MonoSink<RecordMetadata> sink;
        private final ProducerRecord<byte[], byte[]> message;
        private final long started = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();

        Sending(MonoSink<RecordMetadata> sink, ProducerRecord<byte[], byte[]> message) {
            this.sink = sink;
            this.message = message;
        }

        void start() {
            if (!permits.tryAcquire()) {
                fail(new RefusedException(
                        ErrorType.PROVIDER_ERROR, MOST_BLOCKED + " records already wait for the brokers", null));
                return;
            }
            Future<?> task = threads.submit(() -> {
                try {
                    send();
                } finally {
                    permits.release();
                }
            });
            sink.onDispose(() -> {
                over.set(true);
                task.cancel(true);
            });
        }

        private void send() {
            try {
                Made made = current();
                Consumer<Problem> hopeless =
                        problem -> fail(new RefusedException(problem.type(), problem.message(), null));
                made.network().await(hopeless);
                try {
                    Future<RecordMetadata> unused = made.producer().send(message, (stored, problem) -> {
                        if (problem == null) {
                            succeed(stored);
                        } else {
                            fail(made, problem);
                        }
                    });
                } catch (RuntimeException e) {
                    fail(made, e);
                } finally {
                    made.network().stopWaiting(hopeless);
                }
            } catch (UnknownHostException e) {
                fail(new RefusedException(ErrorType.DNS_ERROR, "no address of " + e.getMessage(), null));
            } catch (RuntimeException e) {
                fail(Failures.of(e, null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the attempt is over
            }
        }

        private void fail(Made made, Exception problem) {
            if (Failures.isForGood(problem)) {
                replace(made);
            }
            fail(Failures.of(problem, made.network().since(started).orElse(null)));
        }

        private void fail(RefusedException refused) {
            if (over.compareAndSet(false, true)) {
                sink.error(refused);
            }
        }

        private void succeed(RecordMetadata stored) {
            if (over.compareAndSet(false, true)) {
                sink.success(stored);
            }
        }
    }

    private Made current() throws InterruptedException, UnknownHostException {
        lock.lockInterruptibly();
        try {
            Made made = current;
            if (made == null) {
                made = producers.create(config);
                current = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /** By another one, at the next attempt. What it is sending goes on. */
    @SuppressWarnings("ReferenceEquality") // this one, and none that is made meanwhile
    private void replace(Made failed) {
        lock.lock();
        try {
            if (current != failed) {
                return;
            }
            current = null;
        } finally {
            lock.unlock();
        }
        close(failed.producer(), REPLACED_WITHIN);
    }

    private void close(Producer<byte[], byte[]> producer, Duration within) {
        threads.execute(() -> producer.close(within));
    }

    /** Drops what is not stored yet: nobody waits for it any more. */
    void close() {
        lock.lock();
        try {
            if (current != null) {
                current.producer().close(Duration.ZERO);
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
