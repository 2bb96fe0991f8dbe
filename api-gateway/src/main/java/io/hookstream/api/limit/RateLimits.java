package io.hookstream.api.limit;

import io.github.bucket4j.TimeMeter;
import io.hookstream.api.ApiException;
import io.hookstream.api.ClientAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Counts requests, each process for itself, and says with every answer how many are left: webhooks by the address of the
 * client, the rest by organization, and by address again what shows no valid key.
 */
@Component
@EnableConfigurationProperties(RateLimitProperties.class)
public class RateLimits {

    static final String LIMIT = "X-RateLimit-Limit";
    static final String REMAINING = "X-RateLimit-Remaining";
    static final String RESET = "X-RateLimit-Reset";

    private static final int INGEST = 50_000;
    private static final int ADDRESS = 3_000;

    /** A proxy on this machine, or a load test, is not one sender: neither meets a limit that nobody set. */
    private static final int THIS_MACHINE = 6_000_000;

    private final ClientAddress addresses;
    private final Clock clock;
    private final Limit ingest;
    private final Limit address;
    private final Limit organization;

    @Autowired
    RateLimits(RateLimitProperties properties, ClientAddress addresses, Clock clock) {
        // Not the clock, which may be set back.
        this(properties, addresses, clock, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(RateLimitProperties properties, ClientAddress addresses, Clock clock, TimeMeter time) {
        this.addresses = addresses;
        this.clock = clock;
        ingest = perAddress(properties.ingest(), INGEST, time);
        address = perAddress(properties.address(), ADDRESS, time);
        organization = new Limit(caller -> properties.organization(), time);
    }

    private static Limit perAddress(@Nullable Integer configured, int absent, TimeMeter time) {
        return new Limit(
                client -> configured != null ? configured : Network.isThisMachine(client) ? THIS_MACHINE : absent,
                time);
    }

    /** @throws ApiException 429 */
    void webhook(ServerWebExchange exchange) {
        take(ingest, client(exchange), exchange);
    }

    /** @throws ApiException 429 */
    void anybody(ServerWebExchange exchange) {
        take(address, client(exchange), exchange);
    }

    /**
     * For whoever turned out to be somebody: what they ask for is the organization's.
     *
     * @throws ApiException 429
     */
    public void somebody(ServerWebExchange exchange, String organizationId) {
        address.giveBack(client(exchange));
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.remove(LIMIT);
        headers.remove(REMAINING);
        headers.remove(RESET);
        take(organization, organizationId, exchange);
    }

    private String client(ServerWebExchange exchange) {
        return Network.of(addresses.text(exchange.getRequest()));
    }

    private void take(Limit limit, String caller, ServerWebExchange exchange) {
        Limit.Standing standing = limit.take(caller);
        if (standing == null) {
            return;
        }
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(LIMIT, Long.toString(standing.limit()));
        headers.set(REMAINING, Long.toString(standing.remaining()));
        headers.set(
                RESET,
                Long.toString(
                        Math.ceilDiv(clock.millis() + standing.untilReset().toMillis(), 1000L)));
        if (!standing.allowed()) {
            throw ApiException.tooManyRequests(standing.untilReset().plusMillis(999));
        }
    }
}
