package io.hookstream.sagas;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.test.saga.SagaTestFixture;

/** Sagas on their own, with time under a test's control. */
public final class SagaFixtures {

    private SagaFixtures() {}

    public static <T> SagaTestFixture<T> of(Class<T> saga) {
        SagaTestFixture<T> fixture = new SagaTestFixture<>(saga);
        fixture.registerResource(new Commands(fixture.registerCommandGateway(CommandGateway.class)));
        return fixture;
    }
}
