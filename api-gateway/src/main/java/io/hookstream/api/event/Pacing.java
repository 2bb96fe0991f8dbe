package io.hookstream.api.event;

import io.hookstream.messages.ProcessingLag;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Has webhooks wait a moment while many that were acknowledged are still to be routed and shown. Taking one in costs less
 * than what is done with it, so whoever sends as fast as he is answered would have all of the processor, and what was
 * acknowledged none.
 */
@Component
class Pacing {

    /** About a second's worth: what a burst leaves behind, and nobody waits for. */
    static final long UNNOTICED = 4000;

    /** A longer wait would only have more senders wait at the same time. */
    static final Duration LONGEST = Duration.ofMillis(250);

    private static final long EVENTS_PER_MILLI = 100;

    private final ProcessingLag lag;

    Pacing(ProcessingLag lag) {
        this.lag = lag;
    }

    /** How long a webhook is to wait before it is stored. */
    Duration pause() {
        long millis = (lag.events() - UNNOTICED) / EVENTS_PER_MILLI;
        return Duration.ofMillis(Math.clamp(millis, 0, LONGEST.toMillis()));
    }
}
