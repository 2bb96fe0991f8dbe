package io.hookstream.app;

import io.hookstream.api.ApiGatewayConfiguration;
import io.hookstream.command.CommandSideConfiguration;
import io.hookstream.delivery.DeliveryConfiguration;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.query.QuerySideConfiguration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Turns the roles on that {@code hookstream.roles} names, by importing the configuration of each one's module. */
class Roles implements ImportSelector, EnvironmentAware {

    static final String PROPERTY = "hookstream.roles";

    enum Role {
        GATEWAY(ApiGatewayConfiguration.class),
        COMMAND(CommandSideConfiguration.class),
        DELIVERY(DeliveryConfiguration.class),
        PROJECTION(ProjectionsConfiguration.class),
        QUERY(QuerySideConfiguration.class);

        private final Class<?> configuration;

        Role(Class<?> configuration) {
            this.configuration = configuration;
        }
    }

    private String[] names = {"all"};

    @Override
    public void setEnvironment(Environment environment) {
        names = environment.getProperty(PROPERTY, String[].class, names);
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        return of(names).stream().map(role -> role.configuration.getName()).toArray(String[]::new);
    }

    static Set<Role> of(String... names) {
        if (Arrays.asList(names).contains("all")) {
            return Set.of(Role.values());
        }
        return Arrays.stream(names).map(Roles::role).collect(Collectors.toUnmodifiableSet());
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new StartFailure.Problem(PROPERTY + ": there is no role '" + name
                        + "'; the roles are all, "
                        + Arrays.stream(Role.values())
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
