package io.hookstream.api.source.verification;

import java.time.Instant;
import java.util.Arrays;

/** An HMAC of {@code v0:time:body}, with the time in a header of its own. */
record SlackSignature(Keys keys, Tolerance tolerance) implements Verifier {

    static final String HEADER = "X-Slack-Signature";

    private static final String VERSION = "v0=";

    @Override
    public void verify(Incoming webhook, Instant now) {
        String value = webhook.one(HEADER);
        String time = webhook.one("X-Slack-Request-Timestamp");
        tolerance.check(time, now);
        if (!value.startsWith(VERSION)) {
            throw Keys.mismatch();
        }
        byte[] signature = Encoding.HEX.decode(value.substring(VERSION.length()), keys.length());
        keys.check(Arrays.asList(new byte[][] {signature}), Keys.utf8("v0:" + time + ":"), webhook.body());
    }
}
