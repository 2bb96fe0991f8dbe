package io.hookstream.api.websocket;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param connections that one environment may have open, in each process
 * @param pingEvery how often a client is asked whether it is there; one that says nothing for twice as long is not
 */
@ConfigurationProperties("hookstream.gateway.web-socket")
record WebSocketProperties(
        @DefaultValue("100") int connections,
        @DefaultValue("30s") Duration pingEvery) {}
