package io.hookstream.projections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param retryDeadLettersEvery how long what a projection could not handle waits until it is tried again */
@ConfigurationProperties("hookstream.projections")
public record ProjectionsProperties(@DefaultValue("1m") Duration retryDeadLettersEvery) {}
