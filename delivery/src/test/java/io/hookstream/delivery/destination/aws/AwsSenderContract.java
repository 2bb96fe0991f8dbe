package io.hookstream.delivery.destination.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;

/** The contract, at moto: it checks each request's signature, and that the user may do what is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsSenderContract extends SenderContract {

    private final Function<Aws, AwsSender<?>> senders;
    AwsServer server;
    private AwsServer.Sending open;
    private AwsServer.Sending shut;
    private AwsSender<?> sender;
    private AwsSender<?> guarded;
    private ServerSocket silence;

    AwsSenderContract(Function<Aws, AwsSender<?>> senders) {
        this.senders = senders;
    }

    /** One whose requests go to {@code endpoint}, as this user. */
    abstract DestinationConfig config(String endpoint, String keyId, Secret secret);

    @BeforeAll
    void start() {
        server = new AwsServer();
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void make() throws IOException {
        open = AwsServer.Sending.to(true, false);
        shut = AwsServer.Sending.to(false, false);
        sender = senders.apply(open.aws());
        guarded = senders.apply(shut.aws());
        silence = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void close() throws IOException {
        sender.close();
        guarded.close();
        open.close();
        shut.close();
        silence.close();
    }

    @Override
    protected Sender sender() {
        return sender;
    }

    @Override
    protected Sender guarded() {
        return guarded;
    }

    String endpoint() {
        return server.about("/endpoint");
    }

    private DestinationConfig at(String endpoint) {
        return config(endpoint, server.about("/sender/id"), server.secret("sender"));
    }

    @Override
    protected DestinationConfig working() {
        return at(endpoint());
    }

    /** The right key id with another secret: only the signature is wrong. */
    @Override
    protected @Nullable DestinationConfig unauthorized() {
        return config(endpoint(), server.about("/sender/id"), server.secret("nobody"));
    }

    @Override
    protected @Nullable DestinationConfig unreachable() {
        try (ServerSocket closed = new ServerSocket(0)) {
            return at("http://127.0.0.1:" + closed.getLocalPort());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    protected @Nullable DestinationConfig silent() {
        return at("http://127.0.0.1:" + silence.getLocalPort());
    }

    @Test
    void cancellingClosesTheConnection() throws IOException {
        Disposable attempt = sender.send(new OutboundBuilder(silent()).build()).subscribe();
        try (Socket socket = silence.accept()) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo('P');

            attempt.dispose();

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty(); // to the connection's end
        }
    }
}
