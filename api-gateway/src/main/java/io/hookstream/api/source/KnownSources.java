package io.hookstream.api.source;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.api.Bus;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceView;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The sources that webhooks come in for. Ingest may not ask the read model for each one. */
@Component
public class KnownSources {

    /** How long a change that another process made may take to reach ingest. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int MAX_SOURCES = 100_000;

    private final Bus bus;
    private final AsyncCache<String, SourceView> sources = Caffeine.newBuilder()
            .maximumSize(MAX_SOURCES)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    KnownSources(Bus bus) {
        this.bus = bus;
    }

    /**
     * Empty if there is none. What is not there is not remembered: it may be there the next moment. A sender who hangs
     * up must not take the answer from others who wait for it: hence no cancelling.
     */
    public Mono<SourceView> find(String id) {
        return Mono.fromFuture(
                () -> sources.get(
                        id,
                        (key, executor) -> bus.query(new FindSource(key, null), SourceView.class)
                                .switchIfEmpty(bus.nothing())
                                .toFuture()),
                true);
    }

    /** Whoever changed a source through this process sees the change at once. */
    void forget(String id) {
        sources.synchronous().invalidate(id);
    }
}
