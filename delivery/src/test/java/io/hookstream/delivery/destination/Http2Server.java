package io.hookstream.delivery.destination;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server on loopback of both versions of HTTP, or of those that it is told; it says by which it was asked. */
final class Http2Server implements AutoCloseable {

    static final int STREAMS = 8;

    /** Those that requests came over. */
    final Set<Channel> connections = ConcurrentHashMap.newKeySet();

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final DisposableServer server;

    Http2Server(SSLContext context, ClientAuth shown, HttpProtocol... protocols) {
        String[] offered = Arrays.stream(protocols)
                .map(one ->
                        one == HttpProtocol.H2 ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1)
                .toArray(String[]::new);
        JdkSslContext tls = new JdkSslContext(
                context,
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        offered),
                shown,
                null,
                false);
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(protocols)
                .secure(spec -> spec.sslContext(tls))
                .http2Settings(settings -> settings.maxConcurrentStreams(STREAMS))
                .handle(this::answer)
                .bindNow(Duration.ofSeconds(10));
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.port() + path;
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        requests.incrementAndGet();
        Channel[] over = new Channel[1];
        request.withConnection(connection -> over[0] = tcp(connection));
        connections.add(over[0]);
        return switch (request.path()) {
            case "hang" -> Mono.never();
            case "drop" -> Mono.fromRunnable(over[0]::close);
            case "endless" ->
                response.send(Flux.<ByteBuf>generate(sink -> sink.next(Unpooled.wrappedBuffer(new byte[16_384]))));
            case "reset" -> {
                request.withConnection(stream ->
                        stream.channel().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM)));
                yield Mono.never();
            }
            case "goaway" -> {
                over[0].writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
                yield response.sendString(Mono.just("gone soon"));
            }
            default -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                yield request.receive()
                        .map(ByteBuf::readableBytes)
                        .reduce(0L, Long::sum)
                        .delayElement(Duration.ofMillis(20))
                        .doOnTerminate(now::decrementAndGet)
                        .flatMap(size -> response.header("X-Bytes", Long.toString(size))
                                .sendString(Mono.just(request.protocol() + " "
                                        + request.requestHeaders().get("host")))
                                .then());
            }
        };
    }

    private static Channel tcp(Connection connection) {
        Channel channel = connection.channel();
        return channel.parent() == null || channel.parent() instanceof io.netty.channel.ServerChannel
                ? channel
                : channel.parent();
    }

    @Override
    public void close() {
        connections.forEach(Channel::close);
        server.disposeNow(Duration.ofSeconds(10));
    }
}
