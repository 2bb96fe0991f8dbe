package io.hookstream.delivery.destination.rabbitmq;

import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.RabbitmqConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What both forms have in common. */
@ExtendWith(WithRabbitmq.class)
abstract class RabbitmqSenderContract extends SenderContract {

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private Sender sender;
    private Sender guarded;

    /** Of the server, as this form reaches it. */
    abstract String url();

    abstract String scheme();

    @BeforeEach
    void open() {
        WithRabbitmq.server().declare("contract", "contract", "events", Map.of());
        WithRabbitmq.server().ask(channel -> channel.queuePurge("contract"));
        sender = sender(new EgressGuard(List.of(), true));
        guarded = sender(new EgressGuard(List.of(), false));
    }

    private Sender sender(EgressGuard guard) {
        GuardedHttp http = OutboundBuilder.http(guard);
        RabbitmqSender made = new RabbitmqSender(http, OutboundBuilder.PLAIN, Clock.systemUTC());
        opened.add(made);
        opened.add(http);
        return made;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Override
    protected Sender sender() {
        return sender;
    }

    @Override
    protected Sender guarded() {
        return guarded;
    }

    static RabbitmqConfig config(String url, String exchange, String password) {
        return new RabbitmqConfig(
                url, "/", exchange, "events", RabbitmqServer.USER, OutboundBuilder.PLAIN.encrypt(password), 30);
    }

    @Override
    protected DestinationConfig working() {
        return config(url(), "contract", RabbitmqServer.PASSWORD);
    }

    @Override
    protected DestinationConfig refusing() {
        return config(url(), "no-such-exchange", RabbitmqServer.PASSWORD);
    }

    @Override
    protected DestinationConfig unauthorized() {
        return config(url(), "contract", "not-" + RabbitmqServer.PASSWORD);
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        return config(scheme() + (tls ? "s://" : "://") + address, "contract", RabbitmqServer.PASSWORD);
    }

    @Override
    protected List<String> received() {
        received.addAll(WithRabbitmq.server().takeAll("contract"));
        return List.copyOf(received);
    }
}
