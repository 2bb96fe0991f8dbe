package io.hookstream.command;

import io.hookstream.command.event.BoundedCache;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.NoCache;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the command role on: Axon runs the aggregates because they are beans. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(CommandSideConfiguration.Properties.class)
public class CommandSideConfiguration {

    /** @param cachedEvents how many events are kept in memory between their commands; 0 for none */
    @ConfigurationProperties("hookstream.command")
    record Properties(@DefaultValue("10000") int cachedEvents) {}

    @Bean
    Cache inboundEventCache(Properties properties) {
        return properties.cachedEvents() == 0 ? NoCache.INSTANCE : new BoundedCache(properties.cachedEvents());
    }

    @Bean
    CommandTargetResolver commandTargets() {
        return new CommandTargets();
    }
}
