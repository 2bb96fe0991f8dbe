package io.hookstream.delivery.destination.aws;

import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationConfig;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract, at moto: it checks each request's signature, and that the user may do what is asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsSenderContract extends SenderContract {

    private final Function<Aws, AwsSender<?>> senders;
    AwsServer server;
    private AwsServer.Sending open;
    private AwsServer.Sending shut;
    private AwsSender<?> sender;
    private AwsSender<?> guarded;

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
    void make() {
        open = AwsServer.Sending.to(true, false);
        shut = AwsServer.Sending.to(false, false);
        sender = senders.apply(open.aws());
        guarded = senders.apply(shut.aws());
    }

    @AfterEach
    void close() {
        sender.close();
        guarded.close();
        open.close();
        shut.close();
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

    private DestinationConfig to(String endpoint) {
        return config(endpoint, server.about("/sender/id"), server.secret("sender"));
    }

    @Override
    protected DestinationConfig working() {
        return to(endpoint());
    }

    /** The right key id with another secret: only the signature is wrong. */
    @Override
    protected @Nullable DestinationConfig unauthorized() {
        return config(endpoint(), server.about("/sender/id"), server.secret("nobody"));
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        return to((tls ? "https://" : "http://") + address);
    }
}
