package io.hookstream.delivery.destination.rabbitmq;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Attempts;
import io.hookstream.delivery.destination.Clients;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Publishes events to exchanges, as the destination's URL says: by the management API, or to the broker itself. */
public final class RabbitmqSender implements Sender, AutoCloseable {

    private final ManagementApi api;
    private final Connector connector;
    private final Clock clock;
    private final Clients<Broker> brokers;

    public RabbitmqSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        this(http, cipher, clock, Connector.tls(SslContextBuilder.forClient()));
    }

    RabbitmqSender(GuardedHttp http, SecretCipher cipher, Clock clock, SslContext tls) {
        this.clock = clock;
        api = new ManagementApi(http, cipher);
        connector = new Connector(http, cipher, tls);
        brokers = new Clients<>(target -> connector.connect(target, this::forget), Broker::close);
    }

    @Override
    public DestinationType type() {
        return DestinationType.RABBITMQ;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        RabbitmqConfig config = outbound.target().config(RabbitmqConfig.class);
        return isNative(config)
                ? Attempts.make(clock, outbound, Message.shown(outbound), () -> publish(outbound))
                : Attempts.make(clock, outbound, ManagementApi.shown(config), () -> api.publish(outbound));
    }

    private Mono<Answer> publish(Outbound outbound) {
        return Message.of(outbound, Broker.MAX_MESSAGE)
                .flatMap(message -> brokers.use(outbound.target(), broker -> broker.publish(message)));
    }

    private void forget(Broker broken) {
        brokers.forget(broken);
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        RabbitmqConfig config = outbound.target().config(RabbitmqConfig.class);
        if (!isNative(config)) {
            return new Sketch("POST", api.url(config).toString(), ManagementApi.shown(config));
        }
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("vhost", String.valueOf(config.vhost()));
        shown.put("exchange", String.valueOf(config.exchange()));
        shown.put("routing_key", String.valueOf(config.routingKey()));
        shown.putAll(Message.shown(outbound));
        return new Sketch("basic.publish", connector.address(config).toString(), shown);
    }

    private static boolean isNative(RabbitmqConfig config) {
        return Objects.requireNonNull(config.url()).regionMatches(true, 0, "amqp", 0, 4);
    }

    /** It has no name in the protocol, and this one in the management API. */
    static boolean isDefaultExchange(RabbitmqConfig config) {
        String exchange = Objects.requireNonNull(config.exchange());
        return exchange.isEmpty() || exchange.equals("amq.default");
    }

    @Override
    public void close() {
        brokers.close();
    }
}
