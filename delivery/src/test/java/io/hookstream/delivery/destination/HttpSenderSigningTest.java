package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Requests as they arrive, verified by what receivers verify with: none of these signatures is computed by our code. */
class HttpSenderSigningTest {

    private static final EgressGuard LOCAL = new EgressGuard(List.of(), true);
    private static final OwnHttpSender SENDER = new OwnHttpSender(LOCAL, Clock.systemUTC());
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
    private static final String PRIVATE_KEY =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    private static final byte[] PUBLIC_KEY = Base64.getDecoder().decode("1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");

    private final StubServer server = StubServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @AfterAll
    static void close() {
        SENDER.close();
    }

    private OutboundBuilder outbound() {
        return new OutboundBuilder(LOCAL.parse(server.url("/")));
    }

    private StubServer.Request sent(OutboundBuilder outbound) {
        AttemptResult result = SENDER.send(outbound.build()).block(Duration.ofSeconds(30));
        assertThat(result.errorMessage()).isNull();
        StubServer.Request request = server.requests.getLast();
        result.requestHeaders()
                .forEach((name, value) ->
                        assertThat(request.values(name)).as(name).containsExactly(value));
        assertThat(result.requestHeaders().keySet()).anyMatch(name -> name.matches("(?i).*-sign.*"));
        return request;
    }

    private static String only(StubServer.Request request, String header) {
        assertThat(request.values(header)).as(header).hasSize(1);
        return request.values(header).getFirst();
    }

    private static Body text(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Body streamed(byte[] content) {
        return streamed(
                content.length,
                Flux.range(0, content.length / 1000).map(i -> Arrays.copyOfRange(content, i * 1000, (i + 1) * 1000)));
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

    private static void verify(String secret, StubServer.Request request) throws WebhookVerificationException {
        verify(secret, request, new String(request.body(), StandardCharsets.UTF_8));
    }

    private static void verify(String secret, StubServer.Request request, String body)
            throws WebhookVerificationException {
        Map<String, List<String>> headers = Map.of(
                "webhook-id", request.values("webhook-id"),
                "webhook-timestamp", request.values("webhook-timestamp"),
                "webhook-signature", request.values("webhook-signature"));
        try {
            new Webhook(secret).verify(body, headers);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean verifiedByBouncyCastle(StubServer.Request request, String signature) {
        assertThat(signature).startsWith("v1a,");
        byte[] before = (only(request, "webhook-id") + "." + only(request, "webhook-timestamp") + ".")
                .getBytes(StandardCharsets.UTF_8);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(PUBLIC_KEY));
        verifier.update(before, 0, before.length);
        verifier.update(request.body(), 0, request.body().length);
        return verifier.verifySignature(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }

    @ParameterizedTest
    @CsvSource({"POST, '{\"a\": \"ü\"}'", "GET, ''", "GET, a query", "DELETE, ''", "PUT, x"})
    void theStandardWebhooksLibraryAcceptsWhatIsSent(String method, String body) throws Exception {
        StubServer.Request request =
                sent(outbound().method(method).body(text(body)).signer(new Signing("standard_webhooks", NEW).signer()));

        assertThat(only(request, "webhook-id")).isEqualTo("evt_1");
        verify(NEW, request, body);
        assertThatThrownBy(() -> verify(NEW, request, body + " ")).isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verify(OLD, request, body)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theStandardWebhooksLibraryAcceptsEitherSecretDuringAnOverlap() throws Exception {
        Instant now = Instant.now();
        Signing overlap = new Signing("standard_webhooks", NEW).previous(OLD, now.plusSeconds(600));
        StubServer.Request during = sent(outbound().signer(overlap.signer()));
        verify(NEW, during);
        verify(OLD, during);

        Signing over = new Signing("standard_webhooks", NEW).previous(OLD, now.minusSeconds(1));
        StubServer.Request after = sent(outbound().signer(over.signer()));
        verify(NEW, after);
        assertThatThrownBy(() -> verify(OLD, after)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void theStandardWebhooksLibraryAcceptsAStreamOfThreeMegabytes() throws Exception {
        byte[] content = "0123456789".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        StubServer.Request request =
                sent(outbound().body(streamed(content)).signer(new Signing("standard_webhooks", NEW).signer()));
        assertThat(request.body()).isEqualTo(content);
        verify(NEW, request);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 3_000_000})
    void bouncyCastleAcceptsAnEd25519Signature(int size) {
        byte[] content = new byte[size];
        new Random(3).nextBytes(content);
        Body body = size > 1000 ? streamed(content) : Body.of(content);
        String other = Base64.getEncoder().encodeToString(Arrays.copyOf(new byte[] {1}, 32));
        Instant soon = Instant.now().plusSeconds(600);
        StubServer.Request request = sent(outbound()
                .body(body)
                .signer(new Signing("ed25519", other)
                        .previous(PRIVATE_KEY, soon)
                        .signer()));

        String[] signatures = only(request, "webhook-signature").split(" ");
        assertThat(signatures).hasSize(2);
        assertThat(verifiedByBouncyCastle(request, signatures[1])).isTrue();
        assertThat(verifiedByBouncyCastle(request, signatures[0])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sha256, HMAC_SHA_256", "sha1, HMAC_SHA_1"})
    void commonsCodecComputesTheSameHex(String algorithm, HmacAlgorithms same) {
        byte[] content = new byte[3_000_000];
        new Random(4).nextBytes(content);
        StubServer.Request request = sent(outbound()
                .body(streamed(content))
                .signer(new Signing(algorithm, "grün").in("X-Signed", null).signer()));

        String expected = new HmacUtils(same, "grün".getBytes(StandardCharsets.UTF_8)).hmacHex(content);
        assertThat(request.body()).isEqualTo(content);
        assertThat(only(request, "X-Signed")).isEqualTo(algorithm + "=" + expected);
        assertThat(Instant.parse(only(request, "X-hookstream-Timestamp"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void theSignedTimeTakesThePlaceOfTheUnsignedOne() {
        Instant before = Instant.now();
        StubServer.Request request = sent(
                outbound().signer(new Signing("sha256", "secret").timed(null).signer()));

        String time = only(request, "X-hookstream-Timestamp");
        assertThat(Instant.ofEpochSecond(Long.parseLong(time))).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(only(request, "X-hookstream-Signature"))
                .isEqualTo("sha256=" + new HmacUtils(HmacAlgorithms.HMAC_SHA_256, "secret").hmacHex(time + ".hello"));
    }

    @Test
    void customHeadersDoNotReplaceASignature() {
        StubServer.Request request = sent(outbound()
                .headers(Map.of("x-signed", "forged", "X-TIME", "0"))
                .signer(new Signing("sha256", "secret")
                        .in("X-Signed", "")
                        .timed("X-Time")
                        .signer()));

        assertThat(only(request, "X-Time")).isNotEqualTo("0");
        assertThat(only(request, "X-Signed")).matches("[0-9a-f]{64}");
    }

    @Test
    void eachAttemptIsSignedWithItsOwnTime() {
        Instant[] now = {Instant.parse("2026-05-06T07:08:09Z")};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (OwnHttpSender sender = new OwnHttpSender(LOCAL, clock)) {
            Mono<AttemptResult> attempt = sender.send(outbound()
                    .signer(new Signing("standard_webhooks", NEW).signer())
                    .build());
            attempt.block(Duration.ofSeconds(30));
            now[0] = now[0].plusSeconds(90);
            attempt.block(Duration.ofSeconds(30));
        }
        assertThat(server.requests)
                .extracting(request -> only(request, "webhook-timestamp"))
                .containsExactly("1778051289", "1778051379");
        assertThat(server.requests)
                .extracting(request -> only(request, "webhook-id"))
                .containsOnly("evt_1");
        assertThat(server.requests)
                .extracting(request -> only(request, "webhook-signature"))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeSignedIsNotSent() {
        Flux<byte[]> breaking = Flux.just(new byte[50]).concatWith(Mono.error(new IOException("disk gone")));
        AttemptResult result = SENDER.send(outbound()
                        .body(streamed(100, breaking))
                        .signer(new Signing("sha256", "secret").signer())
                        .build())
                .block(Duration.ofSeconds(30));

        assertThat(result.errorType()).isEqualTo("provider_error");
        assertThat(result.errorMessage()).contains("disk gone");
        assertThat(server.requests).isEmpty();
    }

    /** Only two such bodies are read at once: those that hang must not keep the others out for ever. */
    @Test
    void bodiesThatHangDoNotEndEd25519() {
        Signer signer = new Signing("ed25519", PRIVATE_KEY).signer();
        OutboundBuilder hanging = outbound()
                .body(streamed(100, Flux.never()))
                .timeout(Duration.ofMillis(500))
                .signer(signer);
        List<AttemptResult> results = Flux.range(0, 5)
                .flatMap(i -> SENDER.send(hanging.build()))
                .collectList()
                .block(Duration.ofSeconds(30));
        assertThat(results).hasSize(5).extracting(AttemptResult::errorType).containsOnly("timeout");
        assertThat(server.requests).isEmpty();

        StubServer.Request request =
                sent(outbound().body(streamed(new byte[20_000])).signer(signer));
        assertThat(verifiedByBouncyCastle(request, only(request, "webhook-signature")))
                .isTrue();
    }
}
