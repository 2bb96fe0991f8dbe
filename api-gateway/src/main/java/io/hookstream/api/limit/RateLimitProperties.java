package io.hookstream.api.limit;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests a minute; 0 is no limit.
 *
 * @param ingest webhooks of one client address; without it 50,000, and more from this machine itself
 * @param address other requests of one client address that show no valid key; without it 3,000, and more from this machine
 *     itself
 * @param organization requests of one organization
 */
@ConfigurationProperties("hookstream.rate-limits")
record RateLimitProperties(
        @Nullable Integer ingest,
        @Nullable Integer address,
        @DefaultValue("600000") int organization) {

    RateLimitProperties {
        if (Stream.of(ingest, address, organization).anyMatch(limit -> limit != null && limit < 0)) {
            throw new IllegalArgumentException("hookstream.rate-limits: must not be negative");
        }
    }
}
