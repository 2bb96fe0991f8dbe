package io.hookstream.api.source.verification;

import io.hookstream.api.StubCipher;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.VerificationSecret;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Webhooks and verifiers for tests. */
final class Signed {

    private static final StubCipher CIPHER = new StubCipher();

    private Signed() {}

    static Verifier verifier(String type, String secret) {
        return verifier(type, secret, Map.of());
    }

    static Verifier verifier(String type, String secret, Map<String, Object> more) {
        Map<String, Object> patch = new HashMap<>(more);
        patch.put("verification_type", type);
        patch.put("verification_secret", VerificationSecret.encrypted(secret, CIPHER));
        Object previous = patch.get("verification_secret_previous");
        if (previous instanceof String plain) {
            patch.put("verification_secret_previous", VerificationSecret.encrypted(plain, CIPHER));
        }
        SourceSettings settings = MergePatch.apply(new SourceSettings("s", "s", true), patch)
                .checked("src_0192f0c1000070008000000089abcdef");
        return new Verifiers(CIPHER).of(settings, null);
    }

    /** @param headers names and values in turn */
    static Incoming webhook(String body, String... headers) {
        return asked(null, body, headers);
    }

    static Incoming asked(@Nullable String query, String body, String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new Incoming(all, query, body.getBytes(StandardCharsets.UTF_8));
    }
}
