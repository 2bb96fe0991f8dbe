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
import io.hookstream.messages.destination.S3Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

class S3SenderIT extends AwsSenderContract {

    private static final String KEY = "2026/03/01/evt_1.json";
    private final ObjectMapper json = new ObjectMapper();

    S3SenderIT() {
        super(S3Sender::new);
    }

    @Override
    DestinationConfig config(String endpoint, String keyId, Secret secret) {
        return bucket("archive", "contract/", S3Config.RAW, endpoint, keyId, secret);
    }

    private static S3Config bucket(
            String bucket, String prefix, String format, String endpoint, String keyId, Secret secret) {
        return new S3Config(bucket, "us-east-1", keyId, secret, null, null, null, prefix, format, endpoint, null);
    }

    private S3Config archive(String prefix, String format) {
        return bucket("archive", prefix, format, endpoint(), server.about("/sender/id"), server.secret("sender"));
    }

    @Override
    protected DestinationConfig refusing() {
        return bucket("absent", "", S3Config.JSON, endpoint(), server.about("/sender/id"), server.secret("sender"));
    }

    /** One at most: an event sent again replaces its object. */
    @Override
    protected List<String> received() {
        return StreamSupport.stream(server.read("objects").spliterator(), false)
                .filter(one -> one.get("key").asText().startsWith("contract/"))
                .map(one -> new String(bytes(one), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(JsonNode object) {
        return HexFormat.of().parseHex(object.get("body").asText());
    }

    /** Its limit of 5 GiB is more than a webhook can have. */
    @Override
    protected int tooLarge() {
        return 0;
    }

    private AttemptResult sent(DestinationConfig config, Body body) {
        AttemptResult result = sender().send(new OutboundBuilder(config)
                        .version(config.hashCode())
                        .body(body)
                        .build())
                .block();
        assertThat(result).isNotNull();
        return result;
    }

    private JsonNode stored(String key) {
        return StreamSupport.stream(server.read("objects").spliterator(), false)
                .filter(one -> one.get("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Body streamed(byte[] bytes, int piece, long announced) {
        return new Body() {
            @Override
            public long length() {
                return announced;
            }

            @Override
            public Publisher<byte[]> content() {
                return Flux.range(0, (bytes.length + piece - 1) / piece)
                        .map(i -> Arrays.copyOfRange(bytes, i * piece, Math.min(bytes.length, (i + 1) * piece)));
            }
        };
    }

    @Test
    void anEventIsAnObjectUnderTheDayItCame() {
        AttemptResult result =
                sent(archive("webhooks/", S3Config.JSON), Body.of("{ \"id\": 1.10 }".getBytes(StandardCharsets.UTF_8)));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseHeaders()).containsKey("ETag");
        assertThat(result.requestHeaders()).containsEntry("Key", "webhooks/" + KEY);
        JsonNode stored = stored("webhooks/" + KEY);
        assertThat(stored.get("type").asText()).isEqualTo("application/json");
        assertThat(new String(bytes(stored), StandardCharsets.UTF_8))
                .isEqualTo("{\"event_id\":\"evt_1\",\"source_id\":\"src_1\",\"method\":\"POST\","
                        + "\"headers\":{\"X-Many\":\"one, two\"},\"body\":{ \"id\": 1.10 },"
                        + "\"received_at\":\"2026-03-01T12:00:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain \"text\"\n\u0001 Zoë 🎉", "{\"half\":", "1 2", "\"just a string\"", "[]", "null"})
    void aBodyIsAValueIfItIsJsonAndElseAString(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThat(sent(archive("values/", S3Config.JSON), streamed(bytes, 3, bytes.length))
                        .errorMessage())
                .isNull();

        JsonNode value = json.readTree(bytes(stored("values/" + KEY))).get("body");
        JsonNode expected;
        try {
            expected = body.isEmpty()
                    ? json.nullNode()
                    : json.readerFor(JsonNode.class)
                            .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readValue(bytes);
        } catch (IOException e) {
            expected = json.getNodeFactory().textNode(body);
        }
        assertThat(value).isEqualTo(expected);
    }

    @Test
    void aLargeBodyThatIsNoTextIsStreamedInBase64() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);

        AttemptResult result = sent(archive("binary/", S3Config.JSON), streamed(bytes, 10_000, bytes.length));

        assertThat(result.errorMessage()).isNull();
        JsonNode stored = json.readTree(bytes(stored("binary/" + KEY)));
        assertThat(stored.get("encoding").asText()).isEqualTo("base64");
        assertThat(stored.get("body").binaryValue()).isEqualTo(bytes);
    }

    @Test
    void rawIsTheBodyAndNothingElse() {
        byte[] bytes = new byte[3_000_001];
        new Random(2).nextBytes(bytes);

        AttemptResult result = sent(archive("raw/", S3Config.RAW), streamed(bytes, 10_000, bytes.length));

        assertThat(result.errorMessage()).isNull();
        assertThat(stored("raw/" + KEY).get("type").asText()).isEqualTo("application/octet-stream");
        assertThat(bytes(stored("raw/" + KEY))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {99, 101})
    void aBodyOfAnotherLengthThanAnnouncedIsAFailure(long announced) {
        AttemptResult result = sent(archive("wrong/", S3Config.RAW), streamed(new byte[100], 50, announced));

        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).contains("announced");
    }

    @Test
    void aWrongSignatureIsRefusedWithTheStatus() {
        AttemptResult result = sent(unauthorized(), Body.of(new byte[] {1}));

        assertThat(result.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(result.statusCode()).isEqualTo(403);
        assertThat(result.errorMessage()).startsWith("SignatureDoesNotMatch");
    }
}
