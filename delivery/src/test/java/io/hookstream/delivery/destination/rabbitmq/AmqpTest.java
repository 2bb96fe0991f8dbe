package io.hookstream.delivery.destination.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.RabbitmqConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

/** What the broker's own client reads back, and what becomes of what the broker does not take. */
@ExtendWith(WithRabbitmq.class)
class AmqpTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final GuardedHttp http = new GuardedHttp(new EgressGuard(List.of(), true));
    private final RabbitmqSender sender = new RabbitmqSender(http, OutboundBuilder.PLAIN, Clock.systemUTC());
    private final RabbitmqServer server = WithRabbitmq.server();

    @BeforeEach
    void declare() {
        server.declare("amqp", "amqp", "events", Map.of());
        server.ask(channel -> channel.queuePurge("amqp"));
    }

    @AfterEach
    void close() {
        sender.close();
        http.close();
    }

    private RabbitmqConfig config(String exchange, String key) {
        return new RabbitmqConfig(
                server.url(),
                "/",
                exchange,
                key,
                RabbitmqServer.USER,
                OutboundBuilder.PLAIN.encrypt(RabbitmqServer.PASSWORD),
                30);
    }

    private static OutboundBuilder outbound(RabbitmqConfig config, String body) {
        return new OutboundBuilder(config)
                .contentType("application/json")
                .body(Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private AttemptResult sent(OutboundBuilder outbound) {
        return sender.send(outbound.build()).block(LIMIT);
    }

    private void refused(AttemptResult result, String... said) {
        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).contains(said);
    }

    @Test
    void aMessageSaysWhatItIs() {
        AttemptResult result = sent(outbound(config("amqp", "events"), "{\"a\":1}"));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.requestHeaders()).containsEntry("message_id", "evt_1").containsEntry("delivery_mode", "2");
        GetResponse message = server.take("amqp").orElseThrow();
        assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(message.getEnvelope().getExchange()).isEqualTo("amqp");
        assertThat(message.getEnvelope().getRoutingKey()).isEqualTo("events");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getContentType()).isEqualTo("application/json");
        assertThat(message.getProps().getMessageId()).isEqualTo("evt_1");
        assertThat(message.getProps().getAppId()).isEqualTo("hookstream");
        assertThat(message.getProps().getHeaders().get("x-hookstream-event-id")).hasToString("evt_1");
        assertThat(message.getProps().getHeaders().get("x-hookstream-source-id"))
                .hasToString("src_1");
        assertThat(message.getProps().getHeaders().get("x-hookstream-delivery-attempt"))
                .isEqualTo(3);
    }

    @Test
    void bytesArriveAsTheyAreAlsoFromAStream() {
        byte[] first = {0, -1, -2, 13, 10};
        byte[] second = new byte[300_000];
        Body body = new Body() {
            @Override
            public long length() {
                return first.length + second.length;
            }

            @Override
            public Flux<byte[]> content() {
                return Flux.just(first, second);
            }
        };

        assertThat(sent(outbound(config("amqp", "events"), "").body(body)).success())
                .isTrue();

        assertThat(server.take("amqp").orElseThrow().getBody()).hasSize(300_005).startsWith(0, -1, -2, 13, 10);
    }

    @Test
    void aContentTypeThatIsTooLongIsLeftOutAndTheNextMessagesAreConfirmedAsEver() {
        String type = "text/" + "x".repeat(300);

        assertThat(sent(outbound(config("amqp", "events"), "1").contentType(type))
                        .success())
                .isTrue();
        assertThat(sent(outbound(config("amqp", "events"), "2")).success()).isTrue();

        assertThat(server.take("amqp").orElseThrow().getProps().getContentType())
                .isNull();
    }

    @Test
    void theDefaultExchangeRoutesToTheQueueOfTheKey() {
        assertThat(sent(outbound(config("", "amqp"), "empty")).success()).isTrue();
        assertThat(sent(outbound(config("amq.default", "amqp"), "named").version(2))
                        .success())
                .isTrue();

        assertThat(server.takeAll("amqp")).containsExactly("empty", "named");
    }

    @Test
    void whatNoQueueIsBoundForIsReturned() {
        AttemptResult result = sent(outbound(config("amqp", "nobody"), "{}"));

        refused(result, "returned", "312 NO_ROUTE", "\"nobody\"");
        assertThat(result.responseBody()).isEqualTo("312 NO_ROUTE");
        assertThat(sent(outbound(config("amqp", "events"), "{}").version(2)).success())
                .isTrue();
    }

    @Test
    void whatTheQueueRejectsIsANack() {
        server.declare("full", "full", "events", Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        server.ask(channel -> channel.queuePurge("full"));

        assertThat(sent(outbound(config("full", "events"), "1")).success()).isTrue();
        refused(sent(outbound(config("full", "events"), "2")), "basic.nack");
    }

    @Test
    void anExchangeThatDoesNotExistIsNamedAndFoundOnceItDoes() {
        server.ask(channel -> channel.exchangeDelete("late"));
        refused(sent(outbound(config("late", "events"), "1")), "404", "no exchange 'late'");

        server.declare("late", "late", "events", Map.of());

        await().atMost(LIMIT)
                .until(() -> sent(outbound(config("late", "events"), "2")).success());
    }

    @Test
    void aVirtualHostThatDoesNotExistIsNamed() {
        RabbitmqConfig config = new RabbitmqConfig(
                server.url(),
                "nowhere",
                "amqp",
                "events",
                RabbitmqServer.USER,
                OutboundBuilder.PLAIN.encrypt(RabbitmqServer.PASSWORD),
                30);

        refused(sent(outbound(config, "{}")), "vhost nowhere not found");
    }

    @Test
    void manyAreUnderWayAtOnceOverOneConnectionAndEachHasItsOwnAnswer() {
        int count = 600;
        RabbitmqConfig routed = config("amqp", "events");

        List<AttemptResult> results = Flux.range(0, count)
                .flatMap(i -> sender.send(outbound(routed, "" + i).build()), 256)
                .collectList()
                .block(LIMIT);

        assertThat(results).hasSize(count).allMatch(AttemptResult::success);
        assertThat(server.takeAll("amqp"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(String::valueOf).toList());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(connections()).hasSize(1));
    }

    @Test
    void aConnectionThatTheBrokerClosesIsMadeAnew() {
        assertThat(sent(outbound(config("amqp", "events"), "1")).success()).isTrue();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(connections()).hasSize(1));

        api("DELETE", "/api/connections/" + connections().getFirst());

        await().atMost(LIMIT)
                .until(() -> sent(outbound(config("amqp", "events"), "2")).success());
        assertThat(server.takeAll("amqp")).contains("1", "2");
    }

    @Test
    void aBrokerThatIsOutOfMemoryIsNotSentMore() {
        RabbitmqConfig config = config("amqp", "events");
        assertThat(sent(outbound(config, "1")).success()).isTrue();
        server.control("set_vm_memory_high_watermark", "0.0000001");
        try {
            AttemptResult waiting = sent(outbound(config, "2").timeout(Duration.ofSeconds(2)));
            assertThat(waiting.errorType()).isEqualTo(ErrorType.TIMEOUT);
            refused(sent(outbound(config, "3")), "takes no messages at present", "low on memory");
        } finally {
            server.control("set_vm_memory_high_watermark", "0.4");
        }
        await().atMost(LIMIT).until(() -> sent(outbound(config, "4")).success());
    }

    /** The names of ours, for a URL. */
    private List<String> connections() {
        return api("GET", "/api/connections").findParents("user_provided_name").stream()
                .filter(one -> one.path("user_provided_name").asText().startsWith("hookstream"))
                .map(one -> one.path("name").asText().replace(" ", "%20").replace(">", "%3E"))
                .toList();
    }

    private JsonNode api(String method, String path) {
        String login = RabbitmqServer.USER + ":" + RabbitmqServer.PASSWORD;
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(server.apiUrl() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return Json.mapper().readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
