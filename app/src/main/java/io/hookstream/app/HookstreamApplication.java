package io.hookstream.app;

import io.hookstream.app.metrics.MetricsConfiguration;
import io.hookstream.app.tracing.Tracing;
import org.axonframework.springboot.autoconfig.XStreamAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** One process of hookstream. {@link Roles} says what it does, and everything else follows from that. */
@SpringBootConfiguration(proxyBeanMethods = false)
// Nothing of ours goes through XStream, and each start would set it up.
@EnableAutoConfiguration(exclude = {ReactiveUserDetailsServiceAutoConfiguration.class, XStreamAutoConfiguration.class})
@EnableConfigurationProperties(HookstreamProperties.class)
@Import({
    Roles.class,
    DataDirectoryConfiguration.class,
    DocumentStoreConfiguration.class,
    EventStoreConfiguration.class,
    ProcessorsConfiguration.class,
    Bootstrap.class,
    HealthController.class,
    MetricsConfiguration.class,
    Tracing.class,
    HealthOnlyConfiguration.class
})
public class HookstreamApplication {

    public static void main(String[] arguments) {
        ThreadPriorities.even();
        SpringApplication application = application();
        application.addListeners(new StartFailure());
        application.run(arguments);
        // Not before: a start is over before it is compiled.
        ThreadPriorities.lower();
    }

    static SpringApplication application() {
        // Axon would tell its makers about every installation, and ask them for updates of itself.
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        SpringApplication application = new SpringApplication(HookstreamApplication.class);
        application.setLogStartupInfo(false);
        application.addListeners(new AxonServerSwitch());
        return application;
    }
}
