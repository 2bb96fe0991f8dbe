package io.hookstream.delivery.destination.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.SqsConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SqsSenderIT extends AwsSenderContract {

    SqsSenderIT() {
        super(SqsSender::new);
    }

    @Override
    DestinationConfig config(String endpoint, String keyId, Secret secret) {
        return queue("plain", endpoint, keyId, secret, null, null);
    }

    private SqsConfig queue(
            String name,
            @Nullable String endpoint,
            @Nullable String keyId,
            @Nullable Secret secret,
            @Nullable String externalId,
            @Nullable String group) {
        return new SqsConfig(
                server.about("/queues/" + name),
                "us-east-1",
                keyId,
                secret,
                null,
                externalId == null ? null : server.about("/role"),
                externalId,
                group,
                endpoint,
                null);
    }

    @Override
    protected DestinationConfig refusing() {
        return new SqsConfig(
                endpoint() + "/123456789012/absent",
                "us-east-1",
                server.about("/sender/id"),
                server.secret("sender"),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    protected List<String> received() {
        return StreamSupport.stream(server.read("plain").spliterator(), false)
                .map(message -> message.get("body").asText())
                .toList();
    }

    @Override
    protected int tooLarge() {
        return SqsSender.MAX_BYTES;
    }

    private AttemptResult sent(SqsConfig config, byte[] body) {
        AttemptResult result = sender().send(new OutboundBuilder(config)
                        .version(config.hashCode())
                        .body(Body.of(body))
                        .build())
                .block();
        assertThat(result).isNotNull();
        return result;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode last(String queue) {
        JsonNode all = server.read(queue);
        return all.get(all.size() - 1);
    }

    @Test
    void aMessageHasWhatIsKnownOfItAsAttributes() {
        AttemptResult result = sent((SqsConfig) working(), text("attributes"));

        assertThat(result.success()).isTrue();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).contains("MessageId");
        assertThat(result.responseHeaders()).isNotEmpty();
        assertThat(last("plain").get("attributes"))
                .isEqualTo(new ObjectMapper()
                        .createObjectNode()
                        .put("attempt", "3")
                        .put("content_type", "application/x-thing")
                        .put("event_id", "evt_1")
                        .put("source_id", "src_1"));
        assertThat(result.requestHeaders())
                .containsEntry("event_id", "evt_1")
                .containsEntry("attempt", "3")
                .hasSize(4);
    }

    @Test
    void aFifoQueueGetsTheGroupAndTheEventsIdOnce() {
        SqsConfig fifo = queue("fifo", null, server.about("/sender/id"), server.secret("sender"), null, "orders");

        assertThat(sent(fifo, text("first")).success()).isTrue();
        assertThat(sent(fifo, text("first")).success()).isTrue();

        assertThat(server.read("fifo")).hasSize(1);
        assertThat(last("fifo").at("/system/MessageGroupId").asText()).isEqualTo("orders");
        assertThat(last("fifo").at("/system/MessageDeduplicationId").asText()).isEqualTo("evt_1");
    }

    @Test
    void whatIsNoTextGoesInBase64() {
        byte[] bytes = {(byte) 0xff, 0, 1};

        assertThat(sent((SqsConfig) working(), bytes).success()).isTrue();

        assertThat(Base64.getDecoder().decode(last("plain").get("body").asText()))
                .isEqualTo(bytes);
        assertThat(last("plain").at("/attributes/encoding").asText()).isEqualTo("base64");
    }

    @Test
    void anEmptyMessageIsNotSent() {
        AttemptResult result = sent((SqsConfig) working(), new byte[0]);

        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).isEqualTo("SQS takes no empty message");
    }

    @Test
    void aWrongSignatureIsRefusedWithTheStatus() {
        AttemptResult result = sent((SqsConfig) unauthorized(), text("{}"));

        assertThat(result.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(result.statusCode()).isEqualTo(403);
        assertThat(result.responseBody()).contains("SignatureDoesNotMatch");
    }

    @Test
    void aUserWhoMayNotSendTakesOnTheRoleThatMay() {
        Secret secret = server.secret("nobody");
        String id = server.about("/nobody/id");
        SqsConfig asItself = queue("plain", endpoint(), id, secret, null, null);
        SqsConfig asRole = queue("plain", endpoint(), id, secret, server.about("/external_id"), null);
        SqsConfig wrongId = queue("plain", endpoint(), id, secret, "org-8", null);

        assertThat(sent(asItself, text("as itself")).statusCode()).isEqualTo(403);
        assertThat(sent(asRole, text("as role")).errorMessage()).isNull();
        AttemptResult refused = sent(wrongId, text("wrong id"));
        assertThat(refused.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(refused.errorMessage()).startsWith("the role cannot be taken on");
        assertThat(received()).contains("as role").doesNotContain("as itself", "wrong id");
    }

    @Test
    void nobodyIsLentTheMachinesOwnIdentity() {
        AttemptResult result = sent(queue("plain", null, null, null, null, null), text("{}"));

        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).contains("does not lend its own AWS identity");
    }

    @Test
    void theMachinesOwnIdentityIsUsedIfTheOperatorLendsIt() {
        System.setProperty("aws.accessKeyId", server.about("/sender/id"));
        System.setProperty("aws.secretAccessKey", server.about("/sender/secret"));
        try (AwsServer.Sending lending = AwsServer.Sending.to(true, true);
                SqsSender lent = new SqsSender(lending.aws())) {
            AttemptResult result = lent.send(new OutboundBuilder(queue("plain", null, null, null, null, null))
                            .body(Body.of(text("as the machine")))
                            .build())
                    .block();

            assertThat(result.errorMessage()).isNull();
            assertThat(received()).contains("as the machine");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }
}
