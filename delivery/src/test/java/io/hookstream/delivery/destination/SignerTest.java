package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Against the answers that others publish. */
class SignerTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final String BODY = "{\"test\": 2432232314}";

    /** From the tests of the Standard Webhooks libraries. */
    private static final String STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /** From the tests of Svix's server, the first implementation of v1a. */
    private static final String PAIR =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";

    private static final String SEED = "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=";
    private static final String PAIR_SIGNATURE =
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

    /** RFC 4231 and RFC 2202, test case 2 of each. */
    private static final String RFC_BODY = "what do ya want for nothing?";

    private static final String RFC_SHA256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    private static final String RFC_SHA1 = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    private static Map<String, String> sign(Signing signing, String body) {
        return sign(signing, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> sign(Signing signing, Body body) {
        return signing.signer().sign(ID, NOW, body).block(Duration.ofSeconds(20));
    }

    /** Byte by byte. */
    private static Body streamed(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return streamed(bytes.length, Flux.range(0, bytes.length).map(i -> new byte[] {bytes[i]}));
    }

    private static Body streamed(long length, Publisher<byte[]> content) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Publisher<byte[]> content() {
                return content;
            }
        };
    }

    @Test
    void sha256IsThatOfTheRfc() {
        Map<String, String> headers = Map.of("X-hookstream-Signature", "sha256=" + RFC_SHA256);
        assertThat(sign(new Signing("sha256", "Jefe"), RFC_BODY)).isEqualTo(headers);
        assertThat(sign(new Signing("sha256", "Jefe"), streamed(RFC_BODY))).isEqualTo(headers);
        assertThat(sign(new Signing(null, "Jefe"), RFC_BODY)).isEqualTo(headers);
    }

    @Test
    void sha1IsThatOfTheRfc() {
        Map<String, String> headers = Map.of("X-hookstream-Signature", "sha1=" + RFC_SHA1);
        assertThat(sign(new Signing("sha1", "Jefe"), RFC_BODY)).isEqualTo(headers);
        assertThat(sign(new Signing("sha1", "Jefe"), streamed(RFC_BODY))).isEqualTo(headers);
    }

    /** The example in GitHub's documentation. */
    @Test
    void aSignatureCanLookLikeGitHubs() {
        Signing signing = new Signing("sha256", "It's a Secret to Everybody").in("X-Hub-Signature-256", "sha256=");
        assertThat(sign(signing, "Hello, World!"))
                .isEqualTo(Map.of(
                        "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));
    }

    @Test
    void thePrefixIsTheUsersAndMayBeEmpty() {
        assertThat(sign(new Signing("sha256", "Jefe").in("X-A", ""), RFC_BODY)).isEqualTo(Map.of("X-A", RFC_SHA256));
        assertThat(sign(new Signing("sha1", "Jefe").in("X-A", "hmac-{algorithm} "), RFC_BODY))
                .isEqualTo(Map.of("X-A", "hmac-sha1 " + RFC_SHA1));
    }

    /** The time and a dot come before the body: signing both together is signing a longer body. */
    @Test
    void aTimeIsSignedBeforeTheBody() {
        String together =
                sign(new Signing("sha256", "Jefe"), "1614265330." + RFC_BODY).get("X-hookstream-Signature");
        assertThat(sign(new Signing("sha256", "Jefe").timed(null), RFC_BODY))
                .isEqualTo(Map.of("X-hookstream-Timestamp", "1614265330", "X-hookstream-Signature", together));
        assertThat(sign(new Signing("sha256", "Jefe").timed("X-Time"), streamed(RFC_BODY)))
                .isEqualTo(Map.of("X-Time", "1614265330", "X-hookstream-Signature", together));
    }

    @Test
    void standardWebhooksIsThatOfItsLibraries() {
        Map<String, String> headers =
                Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", STANDARD_SIGNATURE);
        assertThat(sign(new Signing("standard_webhooks", STANDARD), BODY)).isEqualTo(headers);
        assertThat(sign(new Signing("standard_webhooks", STANDARD), streamed(BODY)))
                .isEqualTo(headers);
        assertThat(sign(new Signing("standard_webhooks", STANDARD.substring("whsec_".length())), BODY))
                .isEqualTo(headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {PAIR, SEED, "whsk_" + SEED})
    void ed25519IsThatOfSvix(String secret) {
        Map<String, String> headers =
                Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", PAIR_SIGNATURE);
        assertThat(sign(new Signing("ed25519", secret), BODY)).isEqualTo(headers);
        assertThat(sign(new Signing("ed25519", secret), streamed(BODY))).isEqualTo(headers);
    }

    @Test
    void aPreviousSecretSignsTooUntilItExpires() {
        Instant later = NOW.plusMillis(1);
        String other = sign(new Signing("sha256", "other"), RFC_BODY).get("X-hookstream-Signature");
        assertThat(sign(new Signing("sha256", "other").previous("Jefe", later), RFC_BODY))
                .containsValue(other + ",sha256=" + RFC_SHA256);
        assertThat(sign(new Signing("sha256", "other").previous("Jefe", later), streamed(RFC_BODY)))
                .containsValue(other + ",sha256=" + RFC_SHA256);
        assertThat(sign(new Signing("sha256", "other").previous("Jefe", NOW), RFC_BODY))
                .isEqualTo(Map.of("X-hookstream-Signature", other));
    }

    @Test
    void signaturesOfStandardWebhooksAreApartByASpace() {
        Instant later = NOW.plusSeconds(1);
        String fresh = "whsec_" + "QUJD".repeat(8);
        String first = sign(new Signing("standard_webhooks", fresh), BODY).get("webhook-signature");
        assertThat(sign(new Signing("standard_webhooks", fresh).previous(STANDARD, later), BODY))
                .containsEntry("webhook-signature", first + " " + STANDARD_SIGNATURE);
        String seed = "QUJD".repeat(10) + "QUI=";
        String other = sign(new Signing("ed25519", seed), BODY).get("webhook-signature");
        assertThat(sign(new Signing("ed25519", seed).previous(PAIR, later), BODY))
                .containsEntry("webhook-signature", other + " " + PAIR_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "ed25519"})
    void aBodyThatCannotBeReadIsNotSigned(String algorithm) {
        Body broken = streamed(10, Flux.just(new byte[5]).concatWith(Mono.error(new IOException("disk gone"))));
        assertThatThrownBy(() -> sign(new Signing(algorithm, SEED), broken))
                .isInstanceOf(BodyException.class)
                .hasMessageContaining("disk gone");
    }

    @Test
    void itDoesNotShowItsKeys() {
        assertThat(new Signing("sha256", "a-secret-to-keep").signer().toString())
                .doesNotContain("keep")
                .doesNotContain("config");
        assertThat(Signer.of(null, Signing.PLAIN)).isNull();
    }
}
