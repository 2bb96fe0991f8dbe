package io.hookstream.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param window how many deliveries of one lane are in memory; the rest of its queue waits in the store
 * @param cachedEvents how many bytes of received events are kept in memory between routing and delivery
 * @param storeWithin how long the log and the payload store may take
 */
@ConfigurationProperties("hookstream.delivery")
public record DeliveryProperties(
        @DefaultValue("1000") int window,
        @DefaultValue("32MB") DataSize cachedEvents,
        @DefaultValue("10s") Duration storeWithin) {}
