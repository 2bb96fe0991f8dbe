package io.hookstream.app.metrics;

import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.Message;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/** Times a bus's messages by their type, and attempts, which every process reports by a command, by their end. */
final class MessageMeters implements MessageMonitor<Message<?>> {

    private static final String RESULT = "result";
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final String NONE = "none";

    private record Key(String type, String result) {}

    private final String name;
    private final MeterRegistry meters;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Timer> attempts = new ConcurrentHashMap<>();

    MessageMeters(String name, MeterRegistry meters) {
        this.name = name;
        this.meters = meters;
    }

    @Override
    public MonitorCallback onMessageIngested(Message<?> message) {
        long began = System.nanoTime();
        return new MonitorCallback() {
            @Override
            public void reportSuccess() {
                record(message, SUCCESS, began);
                if (message.getPayload() instanceof RecordAttempts recorded) {
                    recorded.ended().forEach(ended -> record(ended.attempt()));
                }
            }

            @Override
            public void reportFailure(@Nullable Throwable cause) {
                record(message, FAILURE, began);
            }

            @Override
            public void reportIgnored() {
                record(message, "ignored", began);
            }
        };
    }

    private void record(Message<?> message, String result, long began) {
        timers.computeIfAbsent(
                        new Key(message.getPayloadType().getSimpleName(), result),
                        key -> Timer.builder(name)
                                .tag("type", key.type)
                                .tag(RESULT, key.result)
                                .register(meters))
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    private void record(Attempt attempt) {
        attempts.computeIfAbsent(
                        attempt.errorType() == null ? NONE : attempt.errorType(),
                        type -> Timer.builder("hookstream.delivery.attempts")
                                .description("Attempts to deliver, by what they failed with")
                                .tag(RESULT, type.equals(NONE) ? SUCCESS : FAILURE)
                                .tag("error_type", type)
                                .serviceLevelObjectives(MetricsConfiguration.BUCKETS)
                                .register(meters))
                .record(attempt.latencyMs(), TimeUnit.MILLISECONDS);
    }
}
