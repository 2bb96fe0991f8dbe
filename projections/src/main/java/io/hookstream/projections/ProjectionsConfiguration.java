package io.hookstream.projections;

import io.hookstream.messages.projection.ProjectionQuery;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the projection role on: Axon runs the projections because they are beans. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(ProjectionsProperties.class)
public class ProjectionsConfiguration {

    /** The processor of what users set up: few events, and people wait for them. */
    public static final String CONFIGURATION = ProjectionQuery.CONFIGURATION;

    /** The processor of what comes in and goes out: many events. */
    public static final String EVENTS = ProjectionQuery.EVENTS;

    /** The processor of what goes wrong: it sees what concerns one destination in the order of the log. */
    public static final String ISSUES = "issues";

    /** Every one of them can be reset, and keeps what it cannot handle as dead letters. */
    public static final List<String> ALL = List.of(CONFIGURATION, EVENTS, ISSUES);
}
