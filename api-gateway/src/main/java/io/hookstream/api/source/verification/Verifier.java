package io.hookstream.api.source.verification;

import java.time.Instant;

/** Tells whether a webhook is from whom it is said to be from. */
public interface Verifier {

    /** @throws io.hookstream.api.ApiException 401, saying what is wrong, if it cannot be told to be */
    void verify(Incoming webhook, Instant now);

    /** Whether it takes so long that an event loop must not do it, even for a small body. */
    default boolean isSlow() {
        return false;
    }
}
