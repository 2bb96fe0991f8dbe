package io.hookstream.delivery.destination;

import io.hookstream.bench.micro.Samples;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/** The signature of a delivery of 1 KB; in this package, which alone signs. */
@State(Scope.Benchmark)
public class SignatureMicro {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    /** Whose secrets are their own ciphertexts. */
    private static final SecretCipher PLAIN = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            return new Secret(plaintext, "");
        }

        @Override
        public String decrypt(Secret secret) {
            return secret.ciphertext();
        }
    };

    @Param({"sha256", "standard_webhooks", "ed25519"})
    private String algorithm = "";

    private final Body body = Body.of(Samples.body());
    private Signer signer = signer("sha256");

    @Setup
    public void choose() {
        signer = signer(algorithm);
    }

    private static Signer signer(String algorithm) {
        SigningConfig config = new SigningConfig(
                SigningSecret.encrypted(KEY, PLAIN),
                algorithm,
                "X-hookstream-Signature",
                "{algorithm}=",
                true,
                "X-hookstream-Timestamp",
                null,
                null);
        return Objects.requireNonNull(Signer.of(config, PLAIN));
    }

    @Benchmark
    public Mono<Map<String, String>> sign() {
        return signer.sign(Samples.EVENT_ID, Samples.RECEIVED_AT, body);
    }
}
