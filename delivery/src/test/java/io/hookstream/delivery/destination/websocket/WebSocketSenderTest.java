package io.hookstream.delivery.destination.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.WebSocketConfig;
import io.hookstream.messages.websocket.WebSocketQuery.Broadcast;
import io.hookstream.messages.websocket.WebSocketQuery.Reached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gateways are stubs here; real clients of a real one are asked in the program's own tests. */
class WebSocketSenderTest extends SenderContract {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final WebSocketConfig WORKING = new WebSocketConfig("live", true, 30);
    private static final WebSocketConfig DESERTED = new WebSocketConfig("deserted", true, 30);

    private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
    private final WebSocketSender sender =
            new WebSocketSender(DefaultQueryGateway.builder().queryBus(bus).build(), Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Broadcast> told = new CopyOnWriteArrayList<>();

    WebSocketSenderTest() {
        gateway(broadcast -> {
            if (!broadcast.channelName().equals("live")) {
                return Reached.NOBODY;
            }
            told.add(broadcast);
            return new Reached(2, 1);
        });
    }

    /** One more that is asked. */
    private void gateway(Function<Broadcast, @Nullable Object> answer) {
        bus.subscribe(
                Broadcast.class.getName(), Reached.class, message -> answer.apply((Broadcast) message.getPayload()));
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Override
    protected Sender sender() {
        return sender;
    }

    @Override
    protected Sender guarded() {
        return sender;
    }

    @Override
    protected DestinationConfig working() {
        return WORKING;
    }

    @Override
    protected DestinationConfig refusing() {
        return DESERTED;
    }

    @Override
    protected @Nullable DestinationConfig unauthorized() {
        return null;
    }

    @Override
    protected @Nullable DestinationConfig at(String address, boolean tls) {
        return null;
    }

    @Override
    protected boolean overHttp() {
        return false;
    }

    @Override
    protected List<String> received() {
        return told.stream()
                .map(broadcast -> data(broadcast).path("body").toString())
                .toList();
    }

    @Override
    protected int tooLarge() {
        return WebSocketSender.MAX_BODY;
    }

    private static JsonNode data(Broadcast broadcast) {
        try {
            return Json.mapper().readTree(broadcast.data());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private AttemptResult send(WebSocketConfig config, byte[] body) {
        AttemptResult result = sender.send(
                        new OutboundBuilder(config).body(Body.of(body)).build())
                .block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    private String sent(byte[] body) {
        told.clear();
        assertThat(send(WORKING, body).success()).isTrue();
        return told.getFirst().data();
    }

    private String sent(String body) {
        return sent(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String data(String body) {
        return "{\"event_id\":\"evt_1\",\"status\":\"delivered\",\"body\":" + body
                + ",\"delivered_at\":\"2026-03-01T12:00:00Z\"}";
    }

    @Test
    void jsonIsPassedOnAsItCameAndOtherTextAsAString() {
        String json = "{\"a\": 1e400, \"a\": 12345678901234567890.50, \"ä\": [ ]}";
        assertThat(sent(" " + json + "\n")).isEqualTo(data(json));
        assertThat(sent("hello \"you\"")).isEqualTo(data("\"hello \\\"you\\\"\""));
        assertThat(sent("{} {}")).isEqualTo(data("\"{} {}\""));
        assertThat(sent("")).isEqualTo(data("\"\""));
    }

    @Test
    void whatIsNoTextIsBase64() {
        assertThat(sent(new byte[] {(byte) 0xff, 0, 1}))
                .isEqualTo("{\"event_id\":\"evt_1\",\"status\":\"delivered\",\"body\":\"/wAB\",\"encoding\":\"base64\","
                        + "\"delivered_at\":\"2026-03-01T12:00:00Z\"}");
    }

    @Test
    void whoeverIsSubscribedAnywhereCounts() {
        gateway(broadcast -> new Reached(3, 3));
        gateway(broadcast -> {
            throw new IllegalStateException("a gateway that fails");
        });

        assertThat(send(WORKING, new byte[0]).responseBody()).isEqualTo("{\"subscribed\":5,\"reached\":4}");
        assertThat(told.getFirst().destinationId()).isEqualTo("dst_1");
        assertThat(told.getFirst().tenant().organizationId()).isEqualTo("org_1");
    }

    @Test
    void nobodyIsAFailureUnlessThatIsAllowed() {
        AttemptResult failed = send(DESERTED, new byte[0]);
        assertThat(failed.errorType()).isEqualTo("provider_error");
        assertThat(failed.errorMessage()).isEqualTo("nobody is subscribed");

        AttemptResult allowed = send(new WebSocketConfig("deserted", false, 30), new byte[0]);
        assertThat(allowed.success()).isTrue();
        assertThat(allowed.responseBody()).isEqualTo("{\"subscribed\":0,\"reached\":0}");
    }

    @Test
    void subscribersThatDoNotTakeItAreNobodyToo() {
        gateway(broadcast -> new Reached(2, 0));

        assertThat(send(DESERTED, new byte[0]).errorMessage()).isEqualTo("none of 2 subscribers took it in time");
    }

    @Test
    void aGatewayThatDoesNotAnswerHoldsADeliveryForItsTimeoutOnly() {
        gateway(broadcast -> new CompletableFuture<>());

        AttemptResult result = sender.send(new OutboundBuilder(WORKING)
                        .timeout(Duration.ofSeconds(1))
                        .build())
                .block(Duration.ofSeconds(30));

        assertThat(result).isNotNull();
        assertThat(result.success()).isTrue();
        assertThat(result.latencyMillis()).isBetween(700L, 5_000L);
    }

    @Test
    void whatIsTooLargeNamesTheLimit() {
        assertThat(send(WORKING, new byte[WebSocketSender.MAX_BODY]).success()).isTrue();
        assertThat(send(WORKING, new byte[WebSocketSender.MAX_BODY + 1]).errorMessage())
                .contains("1048577 bytes", "1048576");
    }
}
