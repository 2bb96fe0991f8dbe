package io.hookstream.delivery.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.destination.RabbitmqConfig;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is published by the management API is read back in the broker's own protocol. */
@ExtendWith(WithRabbitmq.class)
class ManagementApiTest {

    private final GuardedHttp http = new GuardedHttp(new EgressGuard(List.of(), true));
    private final RabbitmqSender sender = new RabbitmqSender(http, OutboundBuilder.PLAIN, Clock.systemUTC());
    private final RabbitmqServer server = WithRabbitmq.server();

    @BeforeEach
    void declare() {
        server.declare("api exchange/1", "api", "events", Map.of());
        server.ask(channel -> channel.queuePurge("api"));
    }

    @AfterEach
    void close() {
        sender.close();
        http.close();
    }

    private RabbitmqConfig config(String exchange, String key) {
        return new RabbitmqConfig(
                server.apiUrl() + "/",
                "/",
                exchange,
                key,
                RabbitmqServer.USER,
                OutboundBuilder.PLAIN.encrypt(RabbitmqServer.PASSWORD),
                30);
    }

    private AttemptResult sent(RabbitmqConfig config, byte[] body) {
        return sender.send(new OutboundBuilder(config)
                        .contentType("application/json")
                        .body(Body.of(body))
                        .build())
                .block(Duration.ofSeconds(30));
    }

    private GetResponse taken() {
        return server.take("api").orElseThrow();
    }

    @Test
    void aMessageSaysWhatItIs() {
        AttemptResult result =
                sent(config("api exchange/1", "events"), "{\"name\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).isEqualTo("{\"routed\":true}");
        assertThat(result.requestHeaders())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Authorization", "****tial");
        GetResponse message = taken();
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(message.getProps().getMessageId()).isEqualTo("evt_1");
        assertThat(message.getProps().getHeaders().get("x-hookstream-delivery-attempt"))
                .hasToString("3");
    }

    @Test
    void bytesThatAreNoTextArriveAsTheyAre() {
        byte[] bytes = {0, -1, (byte) 0xc3, 0x28};

        assertThat(sent(config("api exchange/1", "events"), bytes).success()).isTrue();

        assertThat(taken().getBody()).isEqualTo(bytes);
    }

    @Test
    void theDefaultExchangeRoutesToTheQueueOfTheKey() {
        assertThat(sent(config("", "api"), new byte[] {'1'}).success()).isTrue();
        assertThat(sent(config("amq.default", "api"), new byte[] {'2'}).success())
                .isTrue();

        assertThat(server.takeAll("api")).containsExactly("1", "2");
    }

    @Test
    void whatIsRoutedToNoQueueIsAFailureThatSaysSo() {
        AttemptResult result = sent(config("api exchange/1", "nobody"), new byte[0]);

        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).contains("not routed", "\"nobody\"");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).isEqualTo("{\"routed\":false}");
    }

    @Test
    void aSketchNamesTheAddressThatIsCalled() {
        Sender.Sketch sketch = sender.sketch(new OutboundBuilder(config("api exchange/1", "events")).build());

        assertThat(sketch.address()).isEqualTo(server.apiUrl() + "/api/exchanges/%2F/api%20exchange%2F1/publish");
    }
}
