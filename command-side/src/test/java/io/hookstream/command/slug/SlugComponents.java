package io.hookstream.command.slug;

import org.axonframework.config.Configurer;

/** Makes {@link Slugs} as Spring would. */
public final class SlugComponents {

    private SlugComponents() {}

    public static void register(Configurer configurer) {
        configurer
                .configureAggregate(Slug.class)
                .registerComponent(Slugs.class, configuration -> new Slugs(configuration.repository(Slug.class)));
    }
}
