package io.hookstream.delivery.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransformWorkersTest {

    private static final TransformResult DONE = new TransformResult.Produced(new byte[0]);

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger contexts = new AtomicInteger();
    private final TransformWorkers<Integer> workers =
            new TransformWorkers<>(1, 1, Duration.ofMillis(500), Duration.ofSeconds(20), contexts::incrementAndGet);

    @AfterEach
    void close() {
        release.countDown();
        workers.close();
    }

    /** Like a regular expression that backtracks: deaf to interrupts. */
    private TransformResult doesNotStop(Integer context) {
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // goes on
            }
        }
        return DONE;
    }

    @Test
    void leavesAJobThatDoesNotStopBehindAndReplacesItsThread() {
        assertThat(workers.run(this::doesNotStop)).isInstanceOf(TransformResult.Failed.class);
        assertThat(workers.stuckThreads()).isEqualTo(1);
        assertThat(workers.run(context -> DONE)).isEqualTo(DONE);
        assertThat(contexts).hasValue(2);
    }

    @Test
    void refusesAtOnceWhenTooManyJobsDoNotStopAndRecoversWhenTheyDo() {
        assertThat(workers.run(this::doesNotStop)).isInstanceOf(TransformResult.Failed.class);
        assertThat(workers.run(this::doesNotStop)).isInstanceOf(TransformResult.Failed.class);
        assertThat(workers.run(context -> DONE))
                .isEqualTo(new TransformResult.Unavailable(
                        "no transform thread is left: 2 run expressions that do not stop"));

        release.countDown();

        await().untilAsserted(() -> assertThat(workers.stuckThreads()).isZero());
        assertThat(workers.run(context -> DONE)).isEqualTo(DONE);
        assertThat(workers.run(context -> DONE)).isEqualTo(DONE);
    }

    @Test
    void doesNotCountWaitingForAThreadAsRunning() throws Exception {
        TransformWorkers<Integer> patient =
                new TransformWorkers<>(1, 0, Duration.ofSeconds(5), Duration.ofSeconds(20), () -> 1);
        try (patient) {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<TransformResult> first = CompletableFuture.supplyAsync(() -> patient.run(context -> {
                running.countDown();
                return doesNotStop(context);
            }));
            running.await();
            CompletableFuture<TransformResult> second =
                    CompletableFuture.supplyAsync(() -> patient.run(context -> DONE));
            release.countDown();
            assertThat(first.get()).isEqualTo(DONE);
            assertThat(second.get()).isEqualTo(DONE);
        }
    }

    @Test
    void refusesAJobThatWaitedTooLong() throws Exception {
        TransformWorkers<Integer> hasty =
                new TransformWorkers<>(1, 0, Duration.ofSeconds(20), Duration.ofSeconds(1), () -> 1);
        try (hasty) {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<TransformResult> first = CompletableFuture.supplyAsync(() -> hasty.run(context -> {
                running.countDown();
                return doesNotStop(context);
            }));
            running.await();
            assertThat(hasty.run(context -> DONE)).isInstanceOf(TransformResult.Unavailable.class);
            release.countDown();
            assertThat(first.get()).isEqualTo(DONE);
        }
    }

    @Test
    void survivesErrors() {
        assertThat(workers.run(context -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(TransformResult.Failed.class);
        assertThat(workers.run(context -> {
                    throw new OutOfMemoryError();
                }))
                .isEqualTo(new TransformResult.Failed("it needs more memory than there is"));
        assertThat(workers.run(context -> DONE)).isEqualTo(DONE);
        assertThat(contexts).hasValue(1);
    }

    @Test
    void refusesWhenClosed() {
        workers.close();
        assertThat(workers.run(context -> DONE)).isInstanceOf(TransformResult.Unavailable.class);
    }
}
