package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.api.ApiGatewayConfiguration;
import io.hookstream.app.Roles.Role;
import io.hookstream.command.CommandSideConfiguration;
import io.hookstream.delivery.DeliveryConfiguration;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.query.QuerySideConfiguration;
import io.hookstream.sagas.SagasConfiguration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mock.env.MockEnvironment;

class RolesTest {

    private static final Class<?>[] ALL = {
        ApiGatewayConfiguration.class,
        CommandSideConfiguration.class,
        DeliveryConfiguration.class,
        SagasConfiguration.class,
        ProjectionsConfiguration.class,
        QuerySideConfiguration.class
    };

    @Test
    void aProgramThatIsToldNothingPlaysEveryRole() {
        assertThat(imports(new MockEnvironment())).containsExactly(names(ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", " all ", "gateway,all", "query,projection,saga,delivery,command,gateway", "", " "})
    void everyRoleInTheSameOrder(String roles) {
        assertThat(imports(with(roles))).containsExactly(names(ALL));
    }

    @Test
    void aProgramPlaysTheRolesThatItIsTold() {
        assertThat(imports(with("gateway"))).containsExactly(names(ApiGatewayConfiguration.class));
        assertThat(imports(with("query, command")))
                .containsExactly(names(CommandSideConfiguration.class, QuerySideConfiguration.class));
        assertThat(Roles.of(with("projection,projection"))).containsExactly(Role.PROJECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "delivery", "saga"})
    void onAnAxonServerWhoSendsCommandsToEventsCarriesThemOutItself(String role) {
        MockEnvironment environment = with(role).withProperty("hookstream.axon-server.servers", "127.0.0.1:8124");
        assertThat(imports(environment)).contains(CommandSideConfiguration.class.getName());
        assertThat(Roles.of(environment)).doesNotContain(Role.COMMAND);
        assertThat(imports(with("query").withProperty("hookstream.axon-server.servers", "127.0.0.1:8124")))
                .containsExactly(names(QuerySideConfiguration.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"janitor", "gateway,janitor", "Gateway", "gateway;command"})
    void anUnknownRoleIsRefusedWithThoseThatThereAre(String roles) {
        assertThatThrownBy(() -> imports(with(roles)))
                .isInstanceOf(StartFailure.Problem.class)
                .hasMessageStartingWith("hookstream.roles: there is no role '")
                .hasMessageEndingWith("'; the roles are all, gateway, command, delivery, saga, projection, query");
    }

    private static MockEnvironment with(String roles) {
        return new MockEnvironment().withProperty("hookstream.roles", roles);
    }

    private static String[] imports(MockEnvironment environment) {
        Roles roles = new Roles();
        roles.setEnvironment(environment);
        return roles.selectImports(AnnotationMetadata.introspect(HookstreamApplication.class));
    }

    private static String[] names(Class<?>... configurations) {
        return Stream.of(configurations).map(Class::getName).toArray(String[]::new);
    }
}
