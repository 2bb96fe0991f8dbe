package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Standard Webhooks 1.0.0, with symmetric keys: an HMAC of {@code id.time.body}, in headers that begin with
 * {@code webhook-}, or with {@code svix-} where Svix sends. Signatures of other versions are passed over.
 *
 * @param prefixes of the headers; the first that a webhook has counts
 */
record StandardSignature(Keys keys, Tolerance tolerance, List<String> prefixes) implements Verifier {

    static final List<String> STANDARD = List.of("webhook-");
    static final List<String> SVIX = List.of("svix-", "webhook-");

    private static final String VERSION = "v1,";

    @Override
    public void verify(Incoming webhook, Instant now) {
        String prefix = prefixes.stream()
                .filter(candidate -> webhook.has(candidate + "signature"))
                .findFirst()
                .orElse(prefixes.get(0));
        String values = webhook.one(prefix + "signature");
        String id = webhook.one(prefix + "id");
        String time = webhook.one(prefix + "timestamp");
        // With a full stop in it, a part of another webhook's content could pass for an id and a time.
        if (id.isEmpty() || id.indexOf('.') >= 0) {
            throw ApiException.unauthorized("The header " + prefix + "id must be an id without full stops");
        }
        tolerance.check(time, now);
        List<byte @Nullable []> signatures = new ArrayList<>();
        for (String value : values.split(" ", -1)) {
            if (value.startsWith(VERSION)) {
                signatures.add(Encoding.BASE64.decode(value.substring(VERSION.length()), keys.length()));
            }
        }
        keys.check(signatures, Keys.utf8(id + "." + time + "."), webhook.body());
    }
}
