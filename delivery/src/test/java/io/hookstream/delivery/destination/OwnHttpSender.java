package io.hookstream.delivery.destination;

import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** A sender with a client of its own. */
final class OwnHttpSender implements AutoCloseable {

    private final GuardedHttp http;
    private final HttpSender sender;

    OwnHttpSender(EgressGuard guard, Clock clock) {
        this(new GuardedHttp(guard), clock);
    }

    OwnHttpSender(EgressGuard guard, Clock clock, AddressResolverGroup<InetSocketAddress> resolvers) {
        this(new GuardedHttp(guard, resolvers), clock);
    }

    private OwnHttpSender(GuardedHttp http, Clock clock) {
        this.http = http;
        sender = new HttpSender(http, OutboundBuilder.PLAIN, clock);
    }

    Mono<AttemptResult> send(Outbound outbound) {
        return sender.send(outbound);
    }

    Sender.Sketch sketch(Outbound outbound) {
        return sender.sketch(outbound);
    }

    @Override
    public void close() {
        http.close();
    }
}
