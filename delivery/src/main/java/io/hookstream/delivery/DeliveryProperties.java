package io.hookstream.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param window how many deliveries of one lane are in memory; the rest of its queue waits in the store
 * @param maxUnrecorded how many attempts of one lane may have ended without being in the log yet
 * @param cachedEvents how many bytes of received events are kept in memory between routing and delivery
 * @param storeWithin how long the log and the payload store may take
 */
@ConfigurationProperties("hookstream.delivery")
public record DeliveryProperties(
        @DefaultValue("1000") int window,
        @DefaultValue("256") int maxUnrecorded,
        @DefaultValue("64MB") DataSize cachedEvents,
        @DefaultValue("10s") Duration storeWithin) {}
