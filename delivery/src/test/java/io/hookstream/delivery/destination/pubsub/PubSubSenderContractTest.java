package io.hookstream.delivery.destination.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.PubSubConfig;
import io.hookstream.messages.destination.ServiceAccountKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Against a server that reads and verifies what it gets as Google's own clients do. */
class PubSubSenderContractTest extends SenderContract {

    private static final GuardedHttp HTTP = OutboundBuilder.http(new EgressGuard(List.of(), true));
    private static final GuardedHttp STRICT = OutboundBuilder.http(new EgressGuard(List.of(), false));
    private static final PubSubSender SENDER = new PubSubSender(HTTP, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final PubSubSender GUARDED = new PubSubSender(STRICT, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final GoogleServer GOOGLE = new GoogleServer();
    private static final KeyPair OTHER_KEY = GoogleServer.keyPair();

    @AfterAll
    static void stop() {
        SENDER.close();
        GUARDED.close();
        HTTP.close();
        STRICT.close();
        GOOGLE.close();
    }

    private static PubSubConfig config(String base, String topic, KeyPair by, @Nullable String orderedBy) {
        ServiceAccountKey account = ServiceAccountKey.encrypted(GOOGLE.account(by), OutboundBuilder.PLAIN);
        return new PubSubConfig("my-project", topic, account, null, orderedBy, base, null).checked();
    }

    private static PubSubConfig config(String topic, KeyPair by) {
        return config(GOOGLE.server.url(""), topic, by, "data.id");
    }

    @Override
    protected Sender sender() {
        return SENDER;
    }

    @Override
    protected Sender guarded() {
        return GUARDED;
    }

    @Override
    protected DestinationConfig working() {
        return config("events", GOOGLE.key);
    }

    @Override
    protected DestinationConfig refusing() {
        return config("nothing", GOOGLE.key);
    }

    @Override
    protected DestinationConfig unauthorized() {
        return config("events", OTHER_KEY);
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        return config((tls ? "https://" : "http://") + address, "events", GOOGLE.key, null);
    }

    @Override
    protected List<String> received() {
        return GOOGLE.received();
    }

    @Override
    protected int tooLarge() {
        return PubSubMessage.MAX_BYTES;
    }

    private static AttemptResult send(Sender sender, long version, byte[] body) {
        AttemptResult result = sender.send(new OutboundBuilder(config("events", GOOGLE.key))
                        .version(version)
                        .contentType("application/json")
                        .body(Body.of(body))
                        .build())
                .block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    @Test
    void aMessageHasItsAttributesAndItsOrderingKey() {
        AttemptResult result = send(SENDER, 21, "{\"data\":{\"id\":17}}".getBytes(StandardCharsets.UTF_8));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).contains("messageIds");
        PubsubMessage message = GOOGLE.messages.getLast();
        assertThat(message.getOrderingKey()).isEqualTo("17");
        assertThat(message.getAttributes())
                .isEqualTo(Map.of(
                        "event_id",
                        "evt_1",
                        "source_id",
                        "src_1",
                        "delivery_attempt",
                        "3",
                        "content_type",
                        "application/json"));
    }

    @Test
    void bytesThatAreNoTextArriveAsTheyAre() {
        byte[] body = {(byte) 0xff, 0, (byte) 0xfe, '\n'};
        assertThat(send(SENDER, 22, body).success()).isTrue();
        assertThat(GOOGLE.messages.getLast().decodeData()).isEqualTo(body);
        assertThat(GOOGLE.messages.getLast().getOrderingKey()).isNull();
    }

    /** Header and claims are the same, but for the time. */
    @Test
    void tokensAreAskedForAsGooglesLibraryDoes() throws IOException {
        GoogleCredentials googles = ServiceAccountCredentials.fromStream(
                        new ByteArrayInputStream(GOOGLE.account(GOOGLE.key).getBytes(StandardCharsets.UTF_8)))
                .createScoped(GoogleServer.SCOPE);
        assertThat(googles.refreshAccessToken().getTokenValue()).isNotBlank();
        JsonWebSignature theirs = GOOGLE.assertions.getLast();

        assertThat(send(SENDER, 24, new byte[0]).success()).isTrue();
        JsonWebSignature ours = GOOGLE.assertions.getLast();

        assertThat(ours).isNotSameAs(theirs);
        assertThat(ours.getHeader()).isEqualTo(theirs.getHeader());
        assertThat(ours.getHeader().getKeyId()).isEqualTo(GoogleServer.KEY_ID);
        JsonWebToken.Payload claims = ours.getPayload();
        long theirLifetime = theirs.getPayload().getExpirationTimeSeconds()
                - theirs.getPayload().getIssuedAtTimeSeconds();
        assertThat(Instant.ofEpochSecond(claims.getIssuedAtTimeSeconds()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(claims)
                .isEqualTo(theirs.getPayload()
                        .clone()
                        .setIssuedAtTimeSeconds(claims.getIssuedAtTimeSeconds())
                        .setExpirationTimeSeconds(claims.getIssuedAtTimeSeconds() + theirLifetime));
    }

    @Test
    void aTokenThatIsNotTakenIsDropped() {
        int before = GOOGLE.assertions.size();
        assertThat(send(SENDER, 23, new byte[0]).success()).isTrue();
        assertThat(send(SENDER, 23, new byte[0]).success()).isTrue();
        assertThat(GOOGLE.assertions.size() - before).isOne();

        GOOGLE.tokens.clear();
        AttemptResult refused = send(SENDER, 23, new byte[0]);
        assertThat(refused.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(send(SENDER, 23, new byte[0]).success()).isTrue();
        assertThat(GOOGLE.assertions.size() - before).isEqualTo(2);
    }

    @Test
    void aTokenIsKeptUntilAMinuteBeforeItExpires() {
        Moved clock = new Moved();
        try (PubSubSender sender = new PubSubSender(HTTP, OutboundBuilder.PLAIN, clock)) {
            int before = GOOGLE.assertions.size();
            assertThat(send(sender, 25, new byte[0]).success()).isTrue();
            clock.now = clock.now.plusSeconds(GoogleServer.SECONDS - 61);
            assertThat(send(sender, 25, new byte[0]).success()).isTrue();
            assertThat(GOOGLE.assertions.size() - before).isOne();

            clock.now = clock.now.plusSeconds(1);
            assertThat(send(sender, 25, new byte[0]).success()).isTrue();

            assertThat(GOOGLE.assertions.size() - before).isEqualTo(2);
            assertThat(GOOGLE.assertions.getLast().getPayload().getIssuedAtTimeSeconds())
                    .isEqualTo(clock.now.getEpochSecond());
        }
    }

    private static final class Moved extends Clock {

        private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
