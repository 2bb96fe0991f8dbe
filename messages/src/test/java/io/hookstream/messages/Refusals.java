package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of settings say about a refusal. */
public final class Refusals {

    private Refusals() {}

    /** The call is refused as invalid, and the message begins with the place that is wrong and a colon. */
    public static void assertRefused(String place, ThrowingCallable call) {
        Refused refused = catchThrowableOfType(Refused.class, call);

        assertThat(refused).as("refusal of %s", place).isNotNull();
        assertThat(refused).hasMessageStartingWith(place + ": ");
        assertThat(refused.getDetails()).contains(new Refused.Reason(Refused.Code.INVALID, refused.getMessage()));
    }
}
