package io.hookstream.api.source.verification;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An HMAC of the body and nothing else, in one header. There is no time in it: an old webhook is told by its id alone.
 *
 * @param headers any one of these, but not two
 * @param prefix what comes before the signature, such as {@code sha256=}
 * @param strict whether the prefix has to be there
 */
record BodySignature(Keys keys, List<String> headers, String prefix, boolean strict, Encoding encoding)
        implements Verifier {

    static BodySignature strict(Keys keys, String header, String prefix, Encoding encoding) {
        return new BodySignature(keys, List.of(header), prefix, true, encoding);
    }

    @Override
    public void verify(Incoming webhook, Instant now) {
        String value = webhook.one(headers.stream()
                .filter(webhook::has)
                .reduce((first, second) -> {
                    throw Keys.mismatch();
                })
                .orElse(headers.get(0)));
        boolean prefixed = value.toLowerCase(Locale.ROOT).startsWith(prefix);
        if (strict && !prefixed) {
            throw Keys.mismatch();
        }
        String signature = prefixed ? value.substring(prefix.length()) : value;
        keys.check(Arrays.asList(new byte[][] {encoding.decode(signature, keys.length())}), webhook.body());
    }
}
