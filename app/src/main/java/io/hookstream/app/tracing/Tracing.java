package io.hookstream.app.tracing;

import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/** Turns tracing on if a collector is named. It names its configuration instead of knowing it, so that off is off. */
public class Tracing implements ImportSelector, EnvironmentAware {

    private boolean on;

    @Override
    public void setEnvironment(Environment environment) {
        on = StringUtils.hasText(environment.getProperty("hookstream.tracing.endpoint"));
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        return on ? new String[] {"io.hookstream.app.tracing.TracingConfiguration"} : new String[0];
    }
}
