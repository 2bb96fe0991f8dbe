package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.time.Instant;
import java.util.regex.Pattern;

/** By how much a signed time may differ from ours, in either direction. */
record Tolerance(int seconds) {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final long MILLIS = 1000;

    /** @param seconds since 1970, as it was sent */
    void check(String seconds, Instant now) {
        if (!SECONDS.matcher(seconds).matches()) {
            throw ApiException.unauthorized("The timestamp is not a number of seconds");
        }
        checkMillis(Long.parseLong(seconds) * MILLIS, now.getEpochSecond() * MILLIS);
    }

    void checkMillis(long signed, long now) {
        if (Math.abs(now - signed) > seconds * MILLIS) {
            throw ApiException.unauthorized("The timestamp is more than " + seconds + " s from now");
        }
    }
}
