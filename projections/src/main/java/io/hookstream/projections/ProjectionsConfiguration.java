package io.hookstream.projections;

import io.hookstream.messages.projection.ProjectionQuery;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the projection role on: Axon runs the projections because they are beans. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ProjectionsConfiguration {

    /** The processor of what users set up: few events, and people wait for them. */
    public static final String CONFIGURATION = ProjectionQuery.CONFIGURATION;

    /** The processor of what comes in and goes out: many events. */
    public static final String EVENTS = "events";
}
