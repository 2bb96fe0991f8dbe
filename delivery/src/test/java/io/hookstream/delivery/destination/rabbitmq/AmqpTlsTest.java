package io.hookstream.delivery.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** To a server whose certificate is its own, and made out for localhost. */
@ExtendWith(WithRabbitmq.class)
class AmqpTlsTest {

    private final GuardedHttp http = new GuardedHttp(new EgressGuard(List.of(), true));
    private final RabbitmqServer server = WithRabbitmq.server();
    private final RabbitmqSender trusting = new RabbitmqSender(
            http,
            OutboundBuilder.PLAIN,
            Clock.systemUTC(),
            Connector.tls(SslContextBuilder.forClient()
                    .trustManager(server.certificate().toFile())));

    @BeforeEach
    void declare() {
        server.declare("tls", "tls", "events", Map.of());
    }

    @AfterEach
    void close() {
        trusting.close();
        http.close();
    }

    private static AttemptResult sent(RabbitmqSender sender, String url) {
        RabbitmqConfig config = new RabbitmqConfig(
                url,
                "/",
                "tls",
                "events",
                RabbitmqServer.USER,
                OutboundBuilder.PLAIN.encrypt(RabbitmqServer.PASSWORD),
                30);
        return sender.send(new OutboundBuilder(config).build()).block(Duration.ofSeconds(30));
    }

    @Test
    void aCertificateForTheHostThatSomebodyVouchesForIsTaken() {
        assertThat(sent(trusting, "amqps://localhost:" + server.tlsPort).errorMessage())
                .isNull();
        assertThat(server.takeAll("tls")).contains("hello");
    }

    @Test
    void aCertificateForAnotherHostIsNot() {
        AttemptResult result = sent(trusting, "amqps://127.0.0.1:" + server.tlsPort);

        assertThat(result.errorType()).as(result.errorMessage()).isEqualTo(ErrorType.TLS_ERROR);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNot() {
        try (RabbitmqSender sender = new RabbitmqSender(http, OutboundBuilder.PLAIN, Clock.systemUTC())) {
            AttemptResult result = sent(sender, "amqps://localhost:" + server.tlsPort);

            assertThat(result.errorType()).as(result.errorMessage()).isEqualTo(ErrorType.TLS_ERROR);
        }
    }

    @Test
    void aPortWithoutTlsIsNamedAsSuch() {
        AttemptResult result = sent(trusting, "amqps://localhost:" + server.port);

        assertThat(result.errorType()).as(result.errorMessage()).isEqualTo(ErrorType.TLS_ERROR);
    }
}
