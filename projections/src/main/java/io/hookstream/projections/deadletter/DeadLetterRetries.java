package io.hookstream.projections.deadletter;

import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ProjectionsProperties;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Tries the dead letters of each projection again and again: nothing else does. */
@Component
class DeadLetterRetries implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRetries.class);
    private static final long STOP_SECONDS = 5;

    private final DeadLetters letters;
    private final Duration every;
    private @Nullable ScheduledExecutorService executor;

    DeadLetterRetries(DeadLetters letters, ProjectionsProperties properties) {
        this.letters = letters;
        this.every = properties.retryDeadLettersEvery();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a round tells of its failures itself
    public synchronized void start() {
        executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("dead-letter-retries").daemon().factory());
        executor.scheduleWithFixedDelay(this::retry, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void retry() {
        for (String projection : ProjectionsConfiguration.ALL) {
            try {
                letters.retry(projection);
            } catch (RuntimeException e) {
                log.warn(
                        "The dead letters of the projection {} could not be tried again: {}", projection, e.toString());
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (executor != null) {
            executor.shutdown();
            try {
                executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
