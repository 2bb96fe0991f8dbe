package io.hookstream.delivery.destination.rabbitmq;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for all tests of a run that need no server of their own; ended with the run. */
final class WithRabbitmq implements BeforeAllCallback {

    private static final String KEY = "rabbitmq";

    private static RabbitmqServer server;

    static RabbitmqServer server() {
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(WithRabbitmq.class))
                .getOrComputeIfAbsent(KEY, key -> new RabbitmqServer(), RabbitmqServer.class);
    }
}
