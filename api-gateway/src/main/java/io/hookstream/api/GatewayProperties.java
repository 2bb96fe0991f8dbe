package io.hookstream.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxPayload the largest body that ingest takes, at most 25 MiB
 * @param maxPayloadsInFlight how many bytes of bodies may be on their way into the log at once
 * @param visibleWithin how long a change waits until the read models show it
 * @param answerWithin how long a command or query may take
 * @param receiveWithin how long a request may take to arrive, with its body
 * @param publicUrl what this server is called from outside, for the addresses of sources; without it, as the caller did
 */
@ConfigurationProperties("hookstream.gateway")
public record GatewayProperties(
        @DefaultValue("1MB") DataSize maxPayload,
        @DefaultValue("128MB") DataSize maxPayloadsInFlight,
        @DefaultValue("5s") Duration visibleWithin,
        @DefaultValue("10s") Duration answerWithin,
        @DefaultValue("30s") Duration receiveWithin,
        @DefaultValue("") String publicUrl) {

    private static final DataSize LIMIT = DataSize.ofMegabytes(25);

    public GatewayProperties {
        if (maxPayload.toBytes() < 1 || maxPayload.compareTo(LIMIT) > 0) {
            throw new IllegalArgumentException("hookstream.gateway.max-payload: must be between 1 byte and 25 MB");
        }
    }
}
