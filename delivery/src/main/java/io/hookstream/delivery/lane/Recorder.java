package io.hookstream.delivery.lane;

import io.hookstream.messages.Traceparent;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.hookstream.messages.event.InboundEventCommand.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Has attempts recorded. An event takes one command at a time, so those of its attempts that end while another is being
 * recorded wait for that, and are recorded together.
 */
final class Recorder {

    /** At most. */
    static final int TOGETHER = 100;

    private final CommandGateway commands;
    private final Executor threads;
    private final Duration within;

    /** What waits for the command that is under way. Guarded by this. */
    private final Map<Key, List<Waiting>> waiting = new HashMap<>();

    /** @param traceparent of all that is recorded together */
    private record Key(String eventId, @Nullable String traceparent) {}

    private record Waiting(EndedAttempt ended, CompletableFuture<Boolean> recorded) {}

    /**
     * @param threads may block
     * @param within how long a command may take
     */
    Recorder(CommandGateway commands, Executor threads, Duration within) {
        this.commands = commands;
        this.threads = threads;
        this.within = within;
    }

    /** Whether the delivery was not over already. May block. */
    CompletableFuture<Boolean> record(String eventId, EndedAttempt ended, @Nullable String traceparent) {
        Key key = new Key(eventId, traceparent);
        Waiting one = new Waiting(ended, new CompletableFuture<>());
        if (begins(key, one)) {
            record(key, List.of(one));
        }
        return one.recorded();
    }

    private synchronized boolean begins(Key key, Waiting one) {
        List<Waiting> others = waiting.putIfAbsent(key, new ArrayList<>(0));
        if (others != null) {
            others.add(one);
        }
        return others == null;
    }

    private void record(Key key, List<Waiting> together) {
        send(key, together, (recorded, problem) -> {
            List<Waiting> next = next(key);
            if (!next.isEmpty()) {
                threads.execute(() -> record(key, next));
            }
            if (problem != null && together.size() > 1) {
                // What may be the fault of one is not to be that of all.
                threads.execute(() ->
                        together.forEach(one -> send(key, List.of(one), (alone, own) -> end(one, alone, own))));
            } else {
                together.forEach(one -> end(one, recorded, problem));
            }
        });
    }

    /** What has come meanwhile, or the first of it. */
    private synchronized List<Waiting> next(Key key) {
        List<Waiting> others = waiting.getOrDefault(key, List.of());
        if (others.isEmpty()) {
            waiting.remove(key);
            return others;
        }
        List<Waiting> first = others.subList(0, Math.min(TOGETHER, others.size()));
        List<Waiting> next = List.copyOf(first);
        first.clear();
        return next;
    }

    private void send(Key key, List<Waiting> together, BiConsumer<@Nullable Recorded, @Nullable Throwable> then) {
        RecordAttempts command = new RecordAttempts(
                key.eventId(), together.stream().map(Waiting::ended).toList());
        var unused = Mono.fromFuture(() -> commands.<Recorded>send(Traceparent.pass(command, key.traceparent())))
                .timeout(within)
                .single()
                .subscribe(recorded -> then.accept(recorded, null), problem -> then.accept(null, problem));
    }

    private static void end(Waiting one, @Nullable Recorded recorded, @Nullable Throwable problem) {
        if (recorded == null) {
            one.recorded().completeExceptionally(problem);
        } else {
            one.recorded().complete(recorded.deliveryIds().contains(one.ended().deliveryId()));
        }
    }
}
