package io.hookstream.api.source.verification;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** An ECDSA signature of the time and the body, with the time in a header of its own. */
record SendGridSignature(List<PublicKey> keys, Tolerance tolerance) implements Verifier {

    private static final String HEADER = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIME = "X-Twilio-Email-Event-Webhook-Timestamp";

    @Override
    public void verify(Incoming webhook, Instant now) {
        String value = webhook.one(HEADER);
        String time = webhook.one(TIME);
        tolerance.check(time, now);
        if (keys.stream().noneMatch(key -> isSigned(key, value, time, webhook.body()))) {
            throw Keys.mismatch();
        }
    }

    @Override
    public boolean isSlow() {
        return true;
    }

    private static boolean isSigned(PublicKey key, String signature, String time, byte[] body) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initVerify(key);
            ecdsa.update(Keys.utf8(time));
            ecdsa.update(body);
            return ecdsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // That is also what is said of bytes that are no signature.
            return false;
        }
    }
}
