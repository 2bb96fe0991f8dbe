package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.Payload;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.Test;

/** What of an event a destination gets, and what the log says of it. */
class SentBodiesIT extends WithPipeline {

    @Test
    void showsNoSecretInTheLog() {
        HeaderValue secret = new HeaderValue(null, new Secret("encrypted:key-123456", "3456"));
        create("dst_1", settings("/hook", true, 1, Map.of("x-api-key", secret)));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 1);
        awaitLogged(DeliverySucceeded.class, 1);
        assertThat(receiver.requests.getFirst().apiKey()).isEqualTo("key-123456");
        Map<String, String> headers =
                pipeline.log(DeliverySucceeded.class).getFirst().attempt().requestHeaders();
        assertThat(headers).containsEntry("x-api-key", "****3456");
        assertThat(headers.toString()).doesNotContain("key-123456");
    }

    @Test
    void signsTheBytesItSendsAlsoThoseOfALargePayload() {
        byte[] large = new byte[300_000];
        new Random(8).nextBytes(large);
        payloads.store("evt_large", large);
        create("dst_1", signed(settings("/hook", true, 1), "signing-123456"));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        ingest(0, 1);
        pipeline.send(event("evt_large", "src_1", Payload.stored(large.length)));
        awaitLogged(DeliverySucceeded.class, 2);
        HmacUtils hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, "signing-123456");
        for (DeliverySucceeded delivered : pipeline.log(DeliverySucceeded.class)) {
            byte[] received = receiver.requests.stream()
                    .filter(request -> request.eventId().equals(delivered.eventId()))
                    .findFirst()
                    .orElseThrow()
                    .body();
            assertThat(delivered.attempt().requestHeaders())
                    .containsEntry("X-hookstream-Signature", "sha256=" + hmac.hmacHex(received));
            assertThat(delivered.toString()).doesNotContain("signing-123456");
        }
    }

    private static DestinationSettings signed(DestinationSettings plain, String secret) {
        return new DestinationSettings(
                plain.name(),
                plain.slug(),
                plain.type(),
                plain.config(),
                plain.enabled(),
                plain.retryMaxAttempts(),
                plain.retryBackoffType(),
                plain.retryIntervals(),
                plain.maxConcurrency(),
                null,
                null,
                null,
                null,
                null,
                new SigningConfig(
                        new SigningSecret(new Secret("encrypted:" + secret, "3456"), List.of("sha256")),
                        "sha256",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void deliversALargePayloadByteForByte() {
        byte[] large = new byte[300_000];
        new Random(7).nextBytes(large);
        payloads.store("evt_large", large);
        create("dst_1", settings("/hook", true, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        pipeline.send(event("evt_large", "src_1", Payload.stored(large.length)));
        awaitLogged(DeliverySucceeded.class, 1);
        assertThat(receiver.requests.getFirst().body()).isEqualTo(large);
    }

    @Test
    void sendsWhatTheTransformMakesAndFailsWhatItCannot() {
        create("dst_1", settings("/hook", true, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1", List.of(), "{\"id\": order.id}", true));
        ingest("evt_1", "src_1", "{\"order\":{\"id\":7}}");
        awaitReceived(List.of("{\"id\":7}"));
        ingest("evt_2", "src_1", "no JSON");
        awaitLogged(DeliveryFailed.class, 1);
        assertThat(pipeline.log(DeliveryFailed.class).getFirst().attempt().errorType())
                .isEqualTo("transform_error");
        receivesNoMoreThan(List.of("{\"id\":7}"));
    }

    @Test
    void isNotHeldUpByAPayloadThatIsMissing() {
        create("dst_1", settings("/hook", true, 1));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        pipeline.send(event("evt_missing", "src_1", Payload.stored(20_000)));
        ingest(0, 1);
        awaitReceived(bodies(0, 1));
        awaitLogged(DeliveryFailed.class, 1);
        assertThat(pipeline.log(DeliveryRequested.class)).hasSize(2);
    }
}
