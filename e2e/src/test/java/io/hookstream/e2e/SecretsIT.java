package io.hookstream.e2e;

import static io.hookstream.e2e.Refusal.isRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys open only what they should, and secrets go in and never come out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class SecretsIT {
    private static final String CANARY = "Bearer sk_live_canary_WXYZ";
    private static final String UNKNOWN = "0192f0a1b2c37d4e8f90a1b2c3d4e5f6";

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    @Test
    void nothingIsShownWithoutAValidKey() {
        String zeros = "hs_live_" + "0".repeat(64);
        for (String key : new String[] {null, "", "nonsense", zeros, zeros + "0", "hs_live_"}) {
            Api nobody = api.withKey(key);
            isRefused(nobody.send("GET", "/v1/sources", null), 401);
            isRefused(nobody.send("POST", "/v1/sources", Api.named("A")), 401);
            isRefused(nobody.send("GET", "/v1/events/evt_" + UNKNOWN, null), 401);
            isRefused(nobody.send("DELETE", "/v1/connections/conn_" + UNKNOWN, null), 401);
        }
    }

    @Test
    void secretsComeBackMaskedAndAMaskedValueChangesNothing() {
        Map<String, String> secret = Map.of("Authorization", CANARY, "X-Plain", "shown");
        String destination = api.destination(sink.url("/secret"), Map.of("headers", secret));
        String path = "/v1/destinations/" + destination;
        JsonNode headers = api.get(path).get("headers");
        assertThat(headers.get("Authorization").asString()).isEqualTo("****WXYZ");
        assertThat(headers.get("X-Plain").asString()).isEqualTo("shown");

        JsonNode patched = api.patch(path, Map.of("name", "Patched", "headers", headers));

        assertThat(patched.get("headers").get("Authorization").asString()).isEqualTo("****WXYZ");
        String source = api.source();
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("a", 1));
        assertThat(sink.awaitEvent("/secret", event).header("Authorization")).isEqualTo(CANARY);
        api.awaitEvent(event, "delivered");
        assertThat(Dump.of(api) + program.output() + program.errors()).doesNotContain("sk_live_canary");
    }

    @Test
    void aDeliveryIsSignedWithASecretThatIsNeverShown() throws Exception {
        String secret = "signing_canary_MNOP";
        String destination = api.destination(sink.url("/signed"), Map.of("signing_config", Map.of("secret", secret)));
        String path = "/v1/destinations/" + destination;
        JsonNode signing = api.get(path).get("signing_config");
        assertThat(signing.get("secret").asString()).isEqualTo("****MNOP");
        assertThat(api.patch(path, Map.of("signing_config", signing)).get("signing_config"))
                .isEqualTo(signing);
        isRefused(
                api.send("PATCH", path, Map.of("signing_config", Map.of("algorithm", "ed25519"))),
                400,
                "signing_config.secret");
        String source = api.source();
        api.connection(source, destination);

        String event = api.ingest(source, Map.of("large", "x".repeat(20_000)));

        Sink.Received received = sink.awaitEvent("/signed", event);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(received.header("X-hookstream-Signature"))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(received.body())));
        api.awaitEvent(event, "delivered");
        assertThat(Dump.of(api) + program.output() + program.errors()).doesNotContain("signing_canary");
    }

    @Test
    void aVerificationSecretIsMaskedAndStoredNowhereInPlainText() {
        Map<String, Object> source = new HashMap<>(Api.named("Verified"));
        source.put("verification_type", "hmac_sha256");
        source.put("verification_secret", "whsec_canary_QRST");

        JsonNode created = api.send("POST", "/v1/sources", source).json();

        assertThat(created.get("verification_secret").asString()).isEqualTo("****QRST");
        assertThat(Dump.of(api) + program.output() + program.errors()).doesNotContain("whsec_canary");
    }
}
