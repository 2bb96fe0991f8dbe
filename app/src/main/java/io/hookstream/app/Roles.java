package io.hookstream.app;

import io.hookstream.api.ApiGatewayConfiguration;
import io.hookstream.command.CommandSideConfiguration;
import io.hookstream.delivery.DeliveryConfiguration;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.query.QuerySideConfiguration;
import io.hookstream.sagas.SagasConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Turns the roles on that {@code hookstream.roles} names, by importing the configuration of each one's module. On an Axon
 * Server, who sends commands to events carries them out itself: see {@link LocalFirstCommandBus}.
 */
class Roles implements ImportSelector, EnvironmentAware {

    static final String PROPERTY = "hookstream.roles";

    enum Role {
        GATEWAY(ApiGatewayConfiguration.class),
        COMMAND(CommandSideConfiguration.class),
        DELIVERY(DeliveryConfiguration.class),
        SAGA(SagasConfiguration.class),
        PROJECTION(ProjectionsConfiguration.class),
        QUERY(QuerySideConfiguration.class);

        private final Class<?> configuration;

        Role(Class<?> configuration) {
            this.configuration = configuration;
        }

        Class<?> configuration() {
            return configuration;
        }
    }

    private static final Set<Role> SENDERS = EnumSet.of(Role.GATEWAY, Role.DELIVERY, Role.SAGA);

    private Set<Role> roles = EnumSet.allOf(Role.class);

    @Override
    public void setEnvironment(Environment environment) {
        roles = of(environment);
        if (!AxonServerSwitch.isOff(environment) && roles.stream().anyMatch(SENDERS::contains)) {
            roles.add(Role.COMMAND);
        }
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        return roles.stream().map(role -> role.configuration.getName()).toArray(String[]::new);
    }

    /** In the order of {@link Role}, so that every start makes the beans in the same order. */
    static Set<Role> of(Environment environment) {
        List<String> names = Stream.of(environment.getProperty(PROPERTY, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty() || names.contains("all")) {
            return EnumSet.allOf(Role.class);
        }
        return names.stream().map(Roles::role).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new StartFailure.Problem(PROPERTY + ": there is no role '" + name
                        + "'; the roles are all, "
                        + Arrays.stream(Role.values())
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
