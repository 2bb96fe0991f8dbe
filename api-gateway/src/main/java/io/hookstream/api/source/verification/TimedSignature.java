package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HMAC of the time and the body, with the time in the same header: {@code t=…,v1=…} is Stripe's, {@code ts=…;h1=…}
 * Paddle's. There may be several signatures; one that fits is enough. Signatures of other versions are passed over.
 */
record TimedSignature(
        Keys keys,
        Tolerance tolerance,
        String header,
        char separator,
        String timeName,
        String signatureName,
        String joint)
        implements Verifier {

    static TimedSignature stripe(Keys keys, Tolerance tolerance) {
        return new TimedSignature(keys, tolerance, "Stripe-Signature", ',', "t", "v1", ".");
    }

    static TimedSignature paddle(Keys keys, Tolerance tolerance) {
        return new TimedSignature(keys, tolerance, "Paddle-Signature", ';', "ts", "h1", ":");
    }

    @Override
    public void verify(Incoming webhook, Instant now) {
        String time = null;
        List<byte @Nullable []> signatures = new ArrayList<>();
        for (String part : webhook.one(header).split(String.valueOf(separator), -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            if (name.equals(timeName)) {
                if (time != null) {
                    throw ApiException.unauthorized("The header " + header + " has more than one time");
                }
                time = value;
            } else if (name.equals(signatureName)) {
                signatures.add(Encoding.HEX.decode(value, keys.length()));
            }
        }
        if (time == null || signatures.isEmpty()) {
            throw ApiException.unauthorized(
                    "The header " + header + " must have " + timeName + "= and " + signatureName + "=");
        }
        tolerance.check(time, now);
        keys.check(signatures, Keys.utf8(time + joint), webhook.body());
    }
}
