package io.hookstream.app;

import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Turns Axon's connector to Axon Server on if servers are named, and off otherwise: by itself it would always try. */
final class AxonServerSwitch implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String SERVERS = "hookstream.axon-server.servers";
    private static final int THREADS = 32;
    private static final int SEGMENTS = 8;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        Map<String, Object> connector = isOff(environment)
                ? Map.of("axon.axonserver.enabled", false)
                : connected(environment.getRequiredProperty(SERVERS));
        environment.getPropertySources().addLast(new MapPropertySource("axonServer", connector));
    }

    private static Map<String, Object> connected(String servers) {
        return Map.of(
                "axon.axonserver.enabled",
                true,
                "axon.axonserver.servers",
                servers,
                // Else a processor's position stays behind the head of the log by what it does not handle, and whoever
                // waits until it has caught up waits for ever.
                "axon.axonserver.event-block-listing-enabled",
                false,
                "axon.axonserver.shortcut-queries-to-local-handlers",
                true,
                "axon.axonserver.command-threads",
                THREADS,
                "axon.axonserver.query-threads",
                THREADS,
                "axon.axonserver.query-response-threads",
                THREADS,
                // So many processes can share a role.
                "hookstream.segments",
                SEGMENTS);
    }

    static boolean isOff(Environment environment) {
        return !StringUtils.hasText(environment.getProperty(SERVERS));
    }

    /** Whether the log is in this process. */
    static final class Off implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isOff(context.getEnvironment());
        }
    }

    /** Whether the log is in an Axon Server. */
    static final class On implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isOff(context.getEnvironment());
        }
    }
}
