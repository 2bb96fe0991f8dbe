package io.hookstream.delivery.destination;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP client of all senders: one bounded pool of connections per host, on event loops of their own, to
 * addresses that the egress guard allows. Redirects are not followed. HTTP/2 is for HTTP destinations alone; providers'
 * protocols are used as their own clients do.
 */
public final class GuardedHttp implements AutoCloseable {

    /**
     * Lanes bound what is in flight, so this is reached only if very many destinations are one host. It is high because
     * those of them that hang would otherwise keep the others waiting.
     */
    private static final int CONNECTIONS_PER_HOST = 10_000;

    private static final int WAITING_PER_HOST = 10_000;

    /** On one connection of HTTP/2, or fewer if its server says so. With more, one that stalls would take more along. */
    private static final int STREAMS_PER_CONNECTION = 100;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration MAX_ATTEMPT = Duration.ofSeconds(60);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int DNS_TIMEOUT_MILLIS = 3_000;
    private static final int DNS_MAX_TTL_SECONDS = 60;
    private static final int DNS_NEGATIVE_TTL_SECONDS = 5;

    /** An answer is of no use to us; one that goes on after this costs its sender the connection. */
    static final int MAX_READ_BYTES = 1024 * 1024;

    /**
     * Not those of the server: when the processor is busy, what a destination's few places wait for would stand behind all
     * that comes in, and queues would grow.
     */
    private static final LoopResources LOOPS =
            LoopResources.create("hookstream-senders", LoopResources.DEFAULT_IO_WORKER_COUNT, true);

    private final EgressGuard guard;
    private final ConnectionProvider connections;
    private final AddressResolverGroup<InetSocketAddress> resolvers;
    private final HttpClient client;
    private final SslContextBuilder tls;

    /** Made when it is first needed: to read whom to trust takes a while. Guarded by this. */
    private @Nullable Secured negotiating;

    public GuardedHttp(EgressGuard guard) {
        this(guard, dns());
    }

    GuardedHttp(EgressGuard guard, AddressResolverGroup<InetSocketAddress> unguarded) {
        this(guard, unguarded, SslContextBuilder.forClient());
    }

    /** @param tls of destinations that do not bring their own */
    GuardedHttp(EgressGuard guard, AddressResolverGroup<InetSocketAddress> unguarded, SslContextBuilder tls) {
        this.guard = guard;
        resolvers = guard.guard(unguarded);
        connections = pool("hookstream-senders").build();
        client = client(connections).protocol(HttpProtocol.HTTP11);
        this.tls = tls;
    }

    private static ConnectionProvider.Builder pool(String name) {
        return ConnectionProvider.builder(name)
                .maxConnections(CONNECTIONS_PER_HOST)
                .pendingAcquireMaxCount(WAITING_PER_HOST)
                .pendingAcquireTimeout(MAX_ATTEMPT)
                .maxIdleTime(IDLE)
                .evictInBackground(IDLE)
                .disposeInactivePoolsInBackground(IDLE, IDLE)
                .lifo();
    }

    private HttpClient client(ConnectionProvider pool) {
        return HttpClient.create(pool)
                .runOn(LOOPS)
                .resolver(resolvers)
                .noProxy()
                .followRedirect(false)
                .compress(false)
                .keepAlive(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }

    /** Netty's resolver, because the JDK's blocks a thread for each name. */
    private static AddressResolverGroup<InetSocketAddress> dns() {
        EventLoopGroup group = LOOPS.onClient(LoopResources.DEFAULT_NATIVE);
        return new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelFactory(() -> LOOPS.onChannel(DatagramChannel.class, group))
                .socketChannelFactory(() -> LOOPS.onChannel(SocketChannel.class, group))
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
        EventLoopGroup group = LOOPS.onClient(LoopResources.DEFAULT_NATIVE);
        bootstrap
                .group(group)
                .channelFactory(() -> LOOPS.onChannel(SocketChannel.class, group))
                .resolver(resolvers);
    }

    /** For a destination: HTTP/2 if its URL is https and the server offers it, else HTTP/1.1. */
    HttpClient client(URI url) {
        return "https".equals(url.getScheme()) ? negotiating().client() : client;
    }

    private synchronized Secured negotiating() {
        if (negotiating == null) {
            try {
                negotiating = secured("hookstream-negotiating", tls);
            } catch (SSLException e) {
                throw new RefusedException(ErrorType.TLS_ERROR, "TLS cannot be used: " + Attempts.message(e), null);
            }
        }
        return negotiating;
    }

    /** As {@link #client(URI)}, but with connections of its own: nobody else may use one that has shown a certificate. */
    Secured secured(SslContextBuilder tls) throws SSLException {
        return secured("hookstream-certificate", tls);
    }

    /** Which ciphers there are is not narrowed to those of HTTP/2: that would shut out older servers of HTTP/1.1. */
    private Secured secured(String name, SslContextBuilder tls) throws SSLException {
        SslContext context = tls.applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
        ConnectionProvider own = pool(name)
                .allocationStrategy(Http2AllocationStrategy.builder()
                        .maxConnections(CONNECTIONS_PER_HOST)
                        .maxConcurrentStreams(STREAMS_PER_CONNECTION)
                        .build())
                .build();
        return new Secured(
                client(own)
                        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .secure(spec -> spec.sslContext(context))
                        .doOnChannelInit((observer, channel, remote) -> Liveness.follow(channel)),
                own);
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
    public synchronized void close() {
        connections.dispose();
        if (negotiating != null) {
            negotiating.close();
        }
        resolvers.close();
    }
}
