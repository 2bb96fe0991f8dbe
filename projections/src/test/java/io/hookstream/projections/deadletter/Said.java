package io.hookstream.projections.deadletter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the queue writes to the log. */
final class Said {

    private final Logger log = (Logger) LoggerFactory.getLogger(DeadLetterQueue.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    void listen() {
        lines.start();
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        log.addAppender(lines);
    }

    void close() {
        log.detachAppender(lines);
        log.setLevel(null);
        log.setAdditive(true);
    }

    List<String> at(Level level) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
