package io.hookstream.api;

import io.netty.channel.ChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

/**
 * Logs what goes wrong when nobody is left to be told. Reactor Netty tells the reader of a body that took too long so
 * twice: when the time is over, and when the 408 has been written. The second time nothing is wrong, and whoever sends
 * slowly on purpose would fill the log.
 */
final class LateErrors {

    private static final Logger log = LoggerFactory.getLogger(LateErrors.class);
    private static final AtomicBoolean installed = new AtomicBoolean();

    private LateErrors() {}

    /** For the whole Java virtual machine, once. */
    static void install() {
        if (installed.compareAndSet(false, true)) {
            Hooks.onErrorDropped(LateErrors::dropped);
        }
    }

    private static void dropped(Throwable error) {
        if (error instanceof ChannelException) {
            log.debug("A request took too long to arrive");
        } else {
            log.error("Something went wrong after it was over", error);
        }
    }
}
