package io.hookstream.delivery.destination;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends events to HTTP destinations, over one client with a bounded pool of connections per host and the event loops
 * that the server uses too.
 *
 * <p>A request is written again by itself only if its connection turned out to be closed before anything of it was
 * written, as happens with one kept alive that the destination closed meanwhile. If part of it may have arrived, the
 * attempt fails with {@code connection_error} instead: whether to repeat it is for the retry policy, which counts it.
 */
public final class HttpSender implements Sender, AutoCloseable {

    /**
     * Lanes bound what is in flight, so this is reached only if very many destinations are one host. It is high because
     * those of them that hang would otherwise keep the others waiting.
     */
    private static final int CONNECTIONS_PER_HOST = 10_000;

    private static final int WAITING_PER_HOST = 10_000;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_ATTEMPT = Duration.ofSeconds(60);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int DNS_TIMEOUT_MILLIS = 3_000;
    private static final int DNS_MAX_TTL_SECONDS = 60;
    private static final int DNS_NEGATIVE_TTL_SECONDS = 5;

    private final ConnectionProvider connections;
    private final AddressResolverGroup<InetSocketAddress> resolvers;
    private final HttpClient client;
    private final Clock clock;

    public HttpSender(EgressGuard guard, Clock clock) {
        this(guard, clock, dns());
    }

    HttpSender(EgressGuard guard, Clock clock, AddressResolverGroup<InetSocketAddress> unguarded) {
        this.clock = clock;
        resolvers = guard.guard(unguarded);
        connections = ConnectionProvider.builder("hookstream-http-sender")
                .maxConnections(CONNECTIONS_PER_HOST)
                .pendingAcquireMaxCount(WAITING_PER_HOST)
                .pendingAcquireTimeout(MAX_ATTEMPT)
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .disposeInactivePoolsInBackground(IDLE, IDLE)
                .lifo()
                .build();
        client = HttpClient.create(connections)
                .resolver(resolvers)
                .noProxy()
                .followRedirect(false)
                .compress(false)
                .keepAlive(true)
                .protocol(HttpProtocol.HTTP11)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }

    /** Netty's resolver, because the JDK's blocks a thread for each name. */
    private static AddressResolverGroup<InetSocketAddress> dns() {
        LoopResources loops = HttpResources.get();
        EventLoopGroup group = loops.onClient(LoopResources.DEFAULT_NATIVE);
        return new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelFactory(() -> loops.onChannel(DatagramChannel.class, group))
                .socketChannelFactory(() -> loops.onChannel(SocketChannel.class, group))
                .ttl(0, DNS_MAX_TTL_SECONDS)
                .negativeTtl(DNS_NEGATIVE_TTL_SECONDS)
                .queryTimeoutMillis(DNS_TIMEOUT_MILLIS));
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        return Mono.defer(() -> {
            HttpAttempt attempt = new HttpAttempt(outbound, clock.instant());
            return Mono.defer(attempt::sign)
                    .then(Mono.defer(() -> exchange(attempt, outbound)))
                    .timeout(outbound.timeout())
                    .then(Mono.fromSupplier(attempt::finished))
                    .onErrorResume(problem -> Mono.just(attempt.failed(problem)));
        });
    }

    private Mono<Void> exchange(HttpAttempt attempt, Outbound outbound) {
        Flux<Boolean> exchange = client.request(HttpMethod.valueOf(outbound.method()))
                .uri(outbound.url())
                .send(attempt::write)
                .responseConnection(attempt::read);
        return exchange.then();
    }

    @Override
    public void close() {
        connections.dispose();
        resolvers.close();
    }
}
