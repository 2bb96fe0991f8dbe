package io.hookstream.api.source.verification;

import static io.hookstream.api.source.verification.Signed.verifier;
import static io.hookstream.api.source.verification.Signed.webhook;
import static org.apache.commons.codec.digest.HmacAlgorithms.HMAC_SHA_1;
import static org.apache.commons.codec.digest.HmacAlgorithms.HMAC_SHA_256;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.hookstream.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each scheme, whatever its provider publishes: two secrets, times, and headers that are missing, doubled or garbage.
 * Signatures are made by commons-codec, and of Standard Webhooks by its own library.
 */
class SchemesTest {

    private static final String BODY = "{\"type\":\"paid\",\"webhookTimestamp\":1700000000000}";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String URL = "https://hooks.example/twilio";

    /** How a provider signs this body at this second. */
    private interface Sender {
        String[] headers(String secret, long at);
    }

    private record Scheme(String type, String secret, String other, boolean timed, Sender sender) {
        @Override
        public String toString() {
            return type;
        }

        Verifier verifier(Map<String, Object> more) {
            Map<String, Object> all = new HashMap<>(more);
            all.put("verification_url", URL);
            return Signed.verifier(type, secret, all);
        }

        Incoming at(long at) {
            return webhook(body(at), sender.headers(secret, at));
        }

        /** Linear's time is in the body. */
        String body(long at) {
            return type.equals("twilio") ? "" : BODY.replace("1700000000000", at + "000");
        }
    }

    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHER_KEYS = keys();

    static final List<Scheme> SCHEMES = List.of(
            scheme("hmac_sha256", false, (key, at) -> new String[] {"X-Signature", hex(key, body(at))}),
            scheme("hmac_sha1", false, (key, at) ->
                    new String[] {"X-Signature", "sha1=" + new HmacUtils(HMAC_SHA_1, key).hmacHex(body(at))}),
            standard("standard_webhooks", "webhook-"),
            scheme("stripe", true, (key, at) -> new String[] {
                "Stripe-Signature", "t=" + at + ",v0=" + hex(key, "x") + ",v1=" + hex(key, at + "." + body(at))
            }),
            scheme("github", false, (key, at) -> new String[] {"X-Hub-Signature-256", "sha256=" + hex(key, body(at))}),
            scheme("shopify", false, (key, at) -> new String[] {"X-Shopify-Hmac-SHA256", base64(key, body(at))}),
            scheme("slack", true, (key, at) -> new String[] {
                "X-Slack-Signature", "v0=" + hex(key, "v0:" + at + ":" + body(at)), "X-Slack-Request-Timestamp", "" + at
            }),
            scheme("twilio", false, (key, at) -> new String[] {
                "X-Twilio-Signature", Base64.getEncoder().encodeToString(new HmacUtils(HMAC_SHA_1, key).hmac(URL))
            }),
            new Scheme("sendgrid", publicKey(KEYS), publicKey(OTHER_KEYS), true, (key, at) -> new String[] {
                "X-Twilio-Email-Event-Webhook-Signature",
                ecdsa(key.equals(publicKey(KEYS)) ? KEYS : OTHER_KEYS, at + body(at)),
                "X-Twilio-Email-Event-Webhook-Timestamp",
                "" + at
            }),
            scheme("intercom", false, (key, at) ->
                    new String[] {"X-Hub-Signature", "sha1=" + new HmacUtils(HMAC_SHA_1, key).hmacHex(body(at))}),
            scheme("linear", true, (key, at) -> new String[] {"Linear-Signature", hex(key, body(at))}),
            standard("svix", "svix-"),
            standard("clerk", "svix-"),
            standard("resend", "svix-"),
            scheme("paddle", true, (key, at) ->
                    new String[] {"Paddle-Signature", "ts=" + at + ";h1=" + hex(key, at + ":" + body(at))}),
            new Scheme("postmark", "user:secret", "user:other", false, (key, at) -> new String[] {
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))
            }),
            scheme("typeform", false, (key, at) ->
                    new String[] {"Typeform-Signature", "sha256=" + base64(key, body(at))}));

    static Stream<Scheme> timed() {
        return SCHEMES.stream().filter(Scheme::timed);
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void whatIsSignedIsVerified(Scheme scheme) {
        isVerified(scheme.verifier(Map.of()), scheme.at(1_700_000_000));
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void anotherBodyIsNot(Scheme scheme) {
        if (scheme.type.equals("postmark")) {
            return; // nothing signs it
        }
        isRefused(
                scheme.verifier(Map.of()),
                webhook(
                        scheme.body(1_700_000_000).replace("paid", "free") + " ",
                        scheme.sender.headers(scheme.secret, 1_700_000_000)));
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void bothSecretsAreGoodWhileTheyRotate(Scheme scheme) {
        Incoming old = webhook(scheme.body(1_700_000_000), scheme.sender.headers(scheme.other, 1_700_000_000));
        Verifier rotating = scheme.verifier(Map.of("verification_secret_previous", scheme.other));

        isVerified(rotating, old);
        isVerified(rotating, scheme.at(1_700_000_000));
        isRefused(scheme.verifier(Map.of()), old);
    }

    @ParameterizedTest
    @MethodSource("timed")
    void timesAreGoodForFiveMinutesBothWays(Scheme scheme) {
        Verifier verifier = scheme.verifier(Map.of());

        isVerified(verifier, scheme.at(1_700_000_000 - 299));
        isVerified(verifier, scheme.at(1_700_000_000 + 299));
        isRefused(verifier, scheme.at(1_700_000_000 - 301));
        isRefused(verifier, scheme.at(1_700_000_000 + 301));
    }

    @ParameterizedTest
    @MethodSource("timed")
    void theToleranceIsTheSources(Scheme scheme) {
        Verifier verifier = scheme.verifier(Map.of("verification_tolerance_seconds", 10));

        isVerified(verifier, scheme.at(1_700_000_000 - 9));
        isRefused(verifier, scheme.at(1_700_000_000 - 11));
        isRefused(verifier, scheme.at(1_700_000_000 + 11));
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void aHeaderThatIsMissingOrThereTwiceIsRefused(Scheme scheme) {
        Verifier verifier = scheme.verifier(Map.of());
        String[] headers = scheme.sender.headers(scheme.secret, 1_700_000_000);
        for (int i = 0; i < headers.length; i += 2) {
            List<String> without = new ArrayList<>(Arrays.asList(headers));
            without.subList(i, i + 2).clear();
            List<String> twice = new ArrayList<>(Arrays.asList(headers));
            twice.addAll(List.of(headers[i], headers[i + 1]));

            isRefused(verifier, webhook(scheme.body(1_700_000_000), without.toArray(String[]::new)));
            isRefused(verifier, webhook(scheme.body(1_700_000_000), twice.toArray(String[]::new)));
        }
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void garbageInAnyHeaderIsRefused(Scheme scheme) {
        Verifier verifier = scheme.verifier(Map.of());
        String[] headers = scheme.sender.headers(scheme.secret, 1_700_000_000);
        for (int i = 1; i < headers.length; i += 2) {
            for (String garbage : List.of(
                    "",
                    " ",
                    "=",
                    ",",
                    "t=,v1=",
                    "ts=;h1=",
                    "sha256=",
                    "sha1=",
                    "v0=",
                    "v1,",
                    "v1,!",
                    "Basic ",
                    "Basic !",
                    "Basic ====",
                    "null",
                    "-1",
                    "1e9",
                    "+1700000000",
                    "1700000000.0",
                    "17000000000000",
                    "\u0661",
                    headers[i] + "0",
                    headers[i].substring(1))) {
                String[] broken = headers.clone();
                broken[i] = garbage;
                isRefused(verifier, webhook(scheme.body(1_700_000_000), broken));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Hub-Signature-256, true, sha256=",
        "X-Signature, true, ''",
        "Typeform-Signature, false, sha256=",
        "A, false, ''"
    })
    void theGenericSchemesTakeHexAndBase64WithAndWithoutAPrefix(String header, boolean hex, String prefix) {
        Verifier verifier = verifier(
                "hmac-sha256", "key", Map.of("verification_header", header.toLowerCase(java.util.Locale.ROOT)));

        isVerified(verifier, webhook("body", header, prefix + (hex ? hex("key", "body") : base64("key", "body"))));
        isRefused(verifier, webhook("body", header, prefix + hex("key", "other")));
        isRefused(verifier, webhook("body", "X-Other", prefix + hex("key", "body")));
    }

    /** As the guide has it: hmac-sha256 and stripe-signature. */
    @Test
    void aHeaderOfStripeSlackOrPaddleIsReadAsTheyWriteIt() {
        for (String type : List.of("stripe", "slack", "paddle")) {
            Scheme scheme = SCHEMES.stream()
                    .filter(s -> s.type.equals(type))
                    .findFirst()
                    .orElseThrow();
            String[] headers = scheme.sender.headers("key", 1_700_000_000);
            Verifier verifier = verifier(
                    "hmac-sha256", "key", Map.of("verification_header", headers[0].toLowerCase(java.util.Locale.ROOT)));

            isVerified(verifier, webhook(body(1_700_000_000), headers));
            isRefused(verifier, webhook(body(1_700_000_000), headers[0], hex("key", body(1_700_000_000))));
        }
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        String right = hex("key", "1700000000.body");

        isVerified(
                verifier("stripe", "key"),
                webhook("body", "Stripe-Signature", "t=1700000000,v1=" + hex("old", "x") + ",v1=" + right));
        isRefused(verifier("stripe", "key"), webhook("body", "Stripe-Signature", "t=1700000000,v0=" + right));
        isRefused(
                verifier("stripe", "key"),
                webhook("body", "Stripe-Signature", "t=1700000000,t=1700000000,v1=" + right));
    }

    @Test
    void shopifysTwoHeadersAreGoodOneAtATime() {
        String signature = base64("key", "body");

        isVerified(verifier("shopify", "key"), webhook("body", "Shopify-Hmac-Sha256", signature));
        isRefused(
                verifier("shopify", "key"),
                webhook("body", "Shopify-Hmac-Sha256", signature, "X-Shopify-Hmac-SHA256", signature));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"webhookTimestamp\":\"1700000000000\"}",
                "{\"webhookTimestamp\":1.7e12}",
                "{\"data\":{\"webhookTimestamp\":1700000000000}}",
                "{\"webhookTimestamp\":1700000000000",
                "no JSON",
                ""
            })
    void linearNeedsItsTime(String body) {
        isRefused(verifier("linear", "key"), webhook(body, "Linear-Signature", hex("key", body)));
    }

    @Test
    void anIdWithAFullStopIsRefused() {
        String key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String signature = "v1,"
                + Base64.getEncoder()
                        .encodeToString(
                                new HmacUtils(HMAC_SHA_256, Base64.getDecoder().decode(key))
                                        .hmac("msg.1.1700000000.body"));

        isRefused(
                verifier("svix", key),
                webhook("body", "svix-id", "msg.1", "svix-timestamp", "1700000000", "svix-signature", signature));
    }

    @Test
    void twilioNeedsAnAddress() {
        assertThatThrownBy(() -> verifier("twilio", "key")
                        .verify(webhook("", "X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="), NOW))
                .hasMessageContaining("verification_url");
    }

    private static void isVerified(Verifier verifier, Incoming webhook) {
        assertThatCode(() -> verifier.verify(webhook, NOW)).doesNotThrowAnyException();
    }

    private static void isRefused(Verifier verifier, Incoming webhook) {
        assertThatThrownBy(() -> verifier.verify(webhook, NOW))
                .as(webhook.headers().toString())
                .isInstanceOf(ApiException.class);
    }

    private static Scheme scheme(String type, boolean timed, Sender sender) {
        return new Scheme(type, "the secret", "another secret", timed, sender);
    }

    private static Scheme standard(String type, String prefix) {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        return new Scheme(type, secret, other, true, (key, at) -> {
            try {
                return new String[] {
                    prefix + "id",
                    "msg_1",
                    prefix + "timestamp",
                    "" + at,
                    prefix + "signature",
                    new Webhook(key).sign("msg_1", at, body(at))
                };
            } catch (WebhookSigningException | EmptyWebhookSecretException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String body(long at) {
        return BODY.replace("1700000000000", at + "000");
    }

    private static String hex(String key, String content) {
        return new HmacUtils(HMAC_SHA_256, key).hmacHex(content);
    }

    private static String base64(String key, String content) {
        return Base64.getEncoder().encodeToString(new HmacUtils(HMAC_SHA_256, key).hmac(content));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKey(KeyPair keys) {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    private static String ecdsa(KeyPair keys, String content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
