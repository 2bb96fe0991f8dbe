package io.hookstream.delivery.destination.rabbitmq;

/** By the management API. */
class ManagementContractTest extends RabbitmqSenderContract {

    @Override
    String url() {
        return WithRabbitmq.server().apiUrl();
    }

    @Override
    String scheme() {
        return "http";
    }

    @Override
    protected int tooLarge() {
        return ManagementApi.MAX_REQUEST;
    }
}
