package io.hookstream.delivery.destination;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP client of all senders: one bounded pool of connections per host, on the event loops that the server uses too,
 * to addresses that the egress guard allows. Redirects are not followed.
 */
public final class GuardedHttp implements AutoCloseable {

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

    /** An answer is of no use to us; one that goes on after this costs its sender the connection. */
    static final int MAX_READ_BYTES = 1024 * 1024;

    private final EgressGuard guard;
    private final ConnectionProvider connections;
    private final AddressResolverGroup<InetSocketAddress> resolvers;
    private final HttpClient client;

    public GuardedHttp(EgressGuard guard) {
        this(guard, dns());
    }

    GuardedHttp(EgressGuard guard, AddressResolverGroup<InetSocketAddress> unguarded) {
        this.guard = guard;
        resolvers = guard.guard(unguarded);
        connections = pool("hookstream-senders");
        client = client(connections);
    }

    private static ConnectionProvider pool(String name) {
        return ConnectionProvider.builder(name)
                .maxConnections(CONNECTIONS_PER_HOST)
                .pendingAcquireMaxCount(WAITING_PER_HOST)
                .pendingAcquireTimeout(MAX_ATTEMPT)
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .disposeInactivePoolsInBackground(IDLE, IDLE)
                .lifo()
                .build();
    }

    private HttpClient client(ConnectionProvider pool) {
        return HttpClient.create(pool)
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

    /** To be used for requests to URLs of {@link #parse} only. */
    public HttpClient client() {
        return client;
    }

    /** Has a client of another protocol connect as this one does: to addresses that the guard allows, on the same loops. */
    public void guard(Bootstrap bootstrap) {
        LoopResources loops = HttpResources.get();
        EventLoopGroup group = loops.onClient(LoopResources.DEFAULT_NATIVE);
        bootstrap
                .group(group)
                .channelFactory(() -> loops.onChannel(SocketChannel.class, group))
                .resolver(resolvers);
    }

    /** As {@link #client}, but with connections of its own: nobody else may use one that has shown a certificate. */
    Secured secured(SslContext tls) {
        ConnectionProvider own = pool("hookstream-certificate");
        return new Secured(client(own).secure(spec -> spec.sslContext(tls)), own);
    }

    /** @param connections that of the client, and of it alone */
    record Secured(HttpClient client, ConnectionProvider connections) implements AutoCloseable {
        @Override
        public void close() {
            connections.dispose();
        }
    }

    /**
     * As {@link EgressGuard#parse}.
     *
     * @throws RefusedException if it must not be called
     */
    public URI parse(String url) {
        return parse(url, EgressGuard.HTTP);
    }

    /** @param schemes those that the URL may have, in lower case */
    public URI parse(String url, Set<String> schemes) {
        try {
            return guard.parse(url, schemes);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorType.BLOCKED_ADDRESS, Attempts.message(e), null);
        }
    }

    /**
     * A request that is in memory, and the beginning of its answer, whatever its status.
     *
     * @param url as {@link #parse} returns it
     */
    public Mono<Answer> exchange(HttpMethod method, URI url, Map<String, String> headers, byte[] body) {
        return client.headers(all -> headers.forEach(all::set))
                .request(method)
                .uri(url)
                .send(ByteBufMono.just(Unpooled.wrappedBuffer(body)))
                .responseConnection((response, connection) -> connection
                        .inbound()
                        .receive()
                        .asByteArray()
                        .scanWith(Kept::new, Kept::plus)
                        // Cancelling before the end closes the connection, so the rest of an endless answer is never
                        // read.
                        .takeUntil(Kept::enough)
                        .last()
                        .map(kept -> kept.of(response)))
                .single();
    }

    /** What has been read so far. */
    private static final class Kept {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long read;

        Kept plus(byte[] chunk) {
            bytes.write(chunk, 0, Math.min(chunk.length, Answer.KEPT_BYTES - bytes.size()));
            read += chunk.length;
            return this;
        }

        boolean enough() {
            return read >= MAX_READ_BYTES;
        }

        Answer of(HttpClientResponse response) {
            return new Answer(
                    response.status().code(),
                    RequestHeaders.flatten(response.responseHeaders()),
                    bytes.toString(StandardCharsets.UTF_8),
                    read > Answer.KEPT_BYTES);
        }
    }

    @Override
    public void close() {
        connections.dispose();
        resolvers.close();
    }
}
