package io.hookstream.delivery.destination.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to brokers, at addresses that the egress guard allows. A connection that breaks is not mended but replaced. */
final class Connector {

    private static final Logger log = LoggerFactory.getLogger(Connector.class);
    private static final Set<String> SCHEMES = Set.of("amqp", "amqps");
    private static final int HEARTBEAT_SECONDS = 15;
    private static final int MAX_MILLIS = 10_000;

    private final GuardedHttp http;
    private final SecretCipher cipher;
    private final SslContext tls;

    Connector(GuardedHttp http, SecretCipher cipher, SslContext tls) {
        this.http = http;
        this.cipher = cipher;
        this.tls = tls;
    }

    /** With the broker's certificate held against its host's name. */
    static SslContext tls(SslContextBuilder trust) {
        try {
            return trust.endpointIdentificationAlgorithm("HTTPS").build();
        } catch (SSLException e) {
            throw new IllegalStateException("There is no TLS", e);
        }
    }

    /** @throws RefusedException if it must not be called */
    URI address(RabbitmqConfig config) {
        return http.parse(Objects.requireNonNull(config.url()), SCHEMES);
    }

    /**
     * Blocks: connecting, the broker's greeting, the login and each step after it may take as long as an attempt, at most
     * 10 seconds.
     *
     * @throws RefusedException if there is no such connection to be had
     */
    Broker connect(Target target, Consumer<Broker> onBroken) {
        RabbitmqConfig config = target.config(RabbitmqConfig.class);
        URI address = address(config);
        boolean secure = address.getScheme().equals("amqps");
        AtomicReference<io.netty.channel.Channel> socket = new AtomicReference<>();
        ConnectionFactory factory = factory(config);
        if (secure) {
            factory.netty().sslContext(tls);
        }
        AtomicReference<@Nullable Throwable> handshake = new AtomicReference<>();
        factory.netty().channelCustomizer(channel -> {
            socket.set(channel);
            SslHandler ssl = channel.pipeline().get(SslHandler.class);
            if (ssl != null) {
                ssl.handshakeFuture().addListener(done -> handshake.set(done.cause()));
            }
        });
        int usual = secure ? ConnectionFactory.DEFAULT_AMQP_OVER_SSL_PORT : ConnectionFactory.DEFAULT_AMQP_PORT;
        Address broker = new Address(
                address.getHost().replaceAll("[\\[\\]]", ""), address.getPort() > 0 ? address.getPort() : usual);
        Connection connection = null;
        try {
            connection = factory.newConnection(List.of(broker), "hookstream " + target.destinationId());
            Channel channel = Objects.requireNonNull(connection.createChannel(), "a new connection has a channel");
            channel.confirmSelect();
            Broker connected = new Broker(config, connection, channel, Objects.requireNonNull(socket.get()), onBroken);
            connected.listen();
            return connected;
        } catch (IOException | TimeoutException | RuntimeException e) {
            if (connection != null) {
                connection.abort(Broker.CLOSE_MILLIS);
            }
            // What the client throws may say only that the connection was closed, which came of this.
            throw Problems.refused(handshake.get() instanceof SSLException untrusted ? untrusted : e);
        }
    }

    private ConnectionFactory factory(RabbitmqConfig config) {
        int millis = (int) Math.min(MAX_MILLIS, config.attemptLimit().toMillis());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setVirtualHost(config.vhost());
        factory.setUsername(config.username());
        factory.setPassword(cipher.decrypt(Objects.requireNonNull(config.password())));
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setHandshakeTimeout(millis);
        factory.setChannelRpcTimeout(millis);
        factory.setMaxInboundMessageBodySize(2 * Broker.MAX_MESSAGE); // what is returned comes back
        factory.setExceptionHandler(new DefaultExceptionHandler() {
            @Override
            public void handleUnexpectedConnectionDriverException(Connection of, Throwable exception) {
                log.debug("A connection to a RabbitMQ broker broke", exception); // attempts say so
            }
        });
        factory.netty().bootstrapCustomizer(bootstrap -> {
            http.guard(bootstrap);
            bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
        });
        return factory;
    }
}
