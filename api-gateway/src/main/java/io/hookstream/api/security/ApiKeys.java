package io.hookstream.api.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.api.Bus;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Knows which API keys are valid. */
@Component
public class ApiKeys {

    /** How long a key that was taken away may still work in another process. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MAX_KEYS = 10_000;

    private final Bus bus;
    private final AsyncCache<String, ApiKeyView> keys = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    ApiKeys(Bus bus) {
        this.bus = bus;
    }

    /** A caller who hangs up must not take the answer from others who wait for it: hence no cancelling. */
    Mono<ApiKeyView> find(String key) {
        // Caffeine keeps no null: a key that is not known is looked up each time.
        return Mono.fromFuture(
                () -> keys.get(
                        ApiKeySettings.hash(key),
                        (hash, executor) -> bus.query(new FindApiKey(hash), ApiKeyView.class)
                                .switchIfEmpty(bus.nothing())
                                .toFuture()),
                true);
    }

    /** One of them was revoked. */
    public void forget() {
        keys.synchronous().invalidateAll();
    }
}
