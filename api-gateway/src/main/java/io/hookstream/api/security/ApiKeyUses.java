package io.hookstream.api.security;

import io.hookstream.messages.apikey.ApiKeyUsage;
import io.hookstream.messages.apikey.ApiKeyUsage.Use;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts the requests of each API key in memory, and adds them to the store every few seconds. */
@Component
public class ApiKeyUses implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyUses.class);

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ApiKeyUsage usage;
    private final Clock clock;
    private final Map<String, Use> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Disposable flushes;

    ApiKeyUses(ApiKeyUsage usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** @param keyId of a valid key, so that there are only so many */
    void count(String keyId) {
        waiting.merge(keyId, new Use(1, clock.instant()), Use::and);
    }

    /** Also those that are not in the store yet. */
    public Mono<Map<String, Use>> of(Collection<String> keyIds) {
        return Mono.fromFuture(() -> usage.of(keyIds)).timeout(LIMIT).map(stored -> {
            Map<String, Use> all = new HashMap<>(stored);
            keyIds.forEach(id -> {
                Use more = waiting.get(id);
                if (more != null) {
                    all.merge(id, more, Use::and);
                }
            });
            return all;
        });
    }

    @Override
    public void start() {
        flushes = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> flush(), 1)
                .subscribe();
    }

    @Override
    public void stop() {
        Disposable running = flushes;
        flushes = null;
        if (running != null) {
            running.dispose();
            try {
                flush().toFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
                log.warn("The last requests of API keys were not counted: {}", e.toString());
            }
        }
    }

    /** It stops after the web server has answered its last requests. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return flushes != null;
    }

    private Mono<Void> flush() {
        return Mono.defer(() -> {
            Map<String, Use> taken = new HashMap<>();
            for (String id : Set.copyOf(waiting.keySet())) {
                Use use = waiting.remove(id);
                if (use != null) {
                    taken.put(id, use);
                }
            }
            return taken.isEmpty()
                    ? Mono.empty()
                    : Mono.fromFuture(() -> usage.add(taken)).timeout(LIMIT).onErrorResume(e -> {
                        log.debug("Requests of API keys are counted later", e);
                        taken.forEach((id, use) -> waiting.merge(id, use, Use::and));
                        return Mono.empty();
                    });
        });
    }
}
