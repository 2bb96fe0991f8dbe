package io.hookstream.api.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.hookstream.api.ApiException;
import io.hookstream.api.ClientAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Makes guessing passwords slow: so many failures for an account, and so many from an address, and nothing is compared
 * any more for some minutes. Each process counts by itself.
 */
@Component
class LogInLimits {

    static final int PER_ACCOUNT = 10;
    static final int PER_ADDRESS = 100;

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MAX_KNOWN = 10_000;

    private final ClientAddress clients;
    private final Cache<String, AtomicInteger> accounts;
    private final Cache<String, AtomicInteger> addresses;

    @Autowired
    LogInLimits(ClientAddress clients) {
        this(clients, Ticker.systemTicker());
    }

    LogInLimits(ClientAddress clients, Ticker ticker) {
        this.clients = clients;
        accounts = counters(ticker);
        addresses = counters(ticker);
    }

    /**
     * Counts an attempt as failed before it is made, so that many at once are not too many.
     *
     * @throws ApiException 429 if there were too many
     */
    void attempt(ServerHttpRequest request, String email) {
        take(addresses, clients.text(request), PER_ADDRESS);
        take(accounts, email, PER_ACCOUNT);
    }

    /** It did not fail. */
    void succeeded(ServerHttpRequest request, String email) {
        accounts.invalidate(email);
        AtomicInteger failures = addresses.getIfPresent(clients.text(request));
        if (failures != null) {
            failures.decrementAndGet();
        }
    }

    private static void take(Cache<String, AtomicInteger> counters, String key, int limit) {
        if (counters.get(key, k -> new AtomicInteger()).incrementAndGet() > limit) {
            throw ApiException.tooMany("Too many attempts: try again later", WINDOW);
        }
    }

    private static Cache<String, AtomicInteger> counters(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_KNOWN)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }
}
