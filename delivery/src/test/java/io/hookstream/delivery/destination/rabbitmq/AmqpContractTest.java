package io.hookstream.delivery.destination.rabbitmq;

/** To the broker itself. */
class AmqpContractTest extends RabbitmqSenderContract {

    @Override
    String url() {
        return WithRabbitmq.server().url();
    }

    @Override
    String scheme() {
        return "amqp";
    }

    @Override
    protected boolean overHttp() {
        return false;
    }

    @Override
    protected int tooLarge() {
        return Broker.MAX_MESSAGE;
    }
}
