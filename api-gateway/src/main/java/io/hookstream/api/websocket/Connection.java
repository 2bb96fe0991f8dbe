package io.hookstream.api.websocket;

import io.hookstream.messages.Tenant;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One client. What it is told waits in a queue that is bounded by number and by size; one that lets it fill is dropped. */
final class Connection {

    static final CloseStatus TOO_SLOW = CloseStatus.POLICY_VIOLATION.withReason("too slow: messages pile up");

    private static final int MOST_WAITING = 128;

    /** In characters. */
    private static final int MOST_TEXT_WAITING = 4 * 1024 * 1024;

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

    /** Nobody waits for a client that has been taking one message for so long. */
    private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Tenant tenant;
    private final WebSocketSession session;
    private final Runnable cut;
    private final Set<String> channels = ConcurrentHashMap.newKeySet();
    private final Sinks.One<CloseStatus> end = Sinks.one();
    private final AtomicInteger textWaiting = new AtomicInteger();

    /** Emitted to by whoever has something to tell: guarded by this. */
    private final Sinks.Many<Outgoing> queue =
            Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(MOST_WAITING));

    /** When the write that is under way began; null if none is. */
    private volatile @Nullable Long writingSinceNanos;

    private volatile boolean heard = true;
    private volatile boolean isEnding;

    private record Outgoing(
            Function<WebSocketSession, WebSocketMessage> message, int size, CompletableFuture<Boolean> written) {}

    /** @param cut closes it without a word: one to a client that reads nothing would wait behind the rest, for ever */
    Connection(Tenant tenant, WebSocketSession session, Runnable cut) {
        this.tenant = tenant;
        this.session = session;
        this.cut = cut;
    }

    Tenant tenant() {
        return tenant;
    }

    /** The names of those that it is subscribed to. */
    Set<String> channels() {
        return channels;
    }

    /**
     * Completed with whether it was written to the client's connection: with false if it is not to be, or not soon. May
     * never be completed, if the connection ends before.
     */
    CompletableFuture<Boolean> tell(String text) {
        return tell(new Outgoing(to -> to.textMessage(text), text.length(), new CompletableFuture<>()));
    }

    /** As {@link #tell}, and nobody waits for it. */
    void say(String text) {
        var unused = tell(text);
    }

    /** Asks whether it is there, in both ways: programs answer the one by themselves, and the other is documented. */
    void ping(String text) {
        say(text);
        var unused = tell(
                new Outgoing(to -> to.pingMessage(factory -> factory.wrap(new byte[0])), 0, new CompletableFuture<>()));
    }

    private CompletableFuture<Boolean> tell(Outgoing outgoing) {
        boolean behind = isBehind();
        boolean full = textWaiting.addAndGet(outgoing.size()) > MOST_TEXT_WAITING;
        if (full || !emitted(outgoing)) {
            end(TOO_SLOW);
            return CompletableFuture.completedFuture(false);
        }
        return behind ? CompletableFuture.completedFuture(false) : outgoing.written();
    }

    private synchronized boolean emitted(Outgoing outgoing) {
        return queue.tryEmitNext(outgoing).isSuccess();
    }

    private boolean isBehind() {
        Long since = writingSinceNanos;
        return since != null && System.nanoTime() - since > BEHIND_NANOS;
    }

    void hear() {
        heard = true;
    }

    /** Whether it has said anything since this was last asked. */
    boolean wasHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    /** The first reason counts. */
    void end(CloseStatus status) {
        isEnding = true;
        end.tryEmitValue(status);
    }

    boolean isEnding() {
        return isEnding;
    }

    /** Writes what it is told, one after the other; ends with the connection only. */
    Mono<Void> writing() {
        return queue.asFlux()
                .concatMap(this::write, 1)
                .onErrorResume(e -> {
                    end(TOO_SLOW);
                    return Mono.never();
                })
                .then();
    }

    private Mono<Void> write(Outgoing outgoing) {
        return Mono.defer(() -> {
            writingSinceNanos = System.nanoTime();
            return session.send(Mono.fromSupplier(() -> outgoing.message().apply(session)))
                    .timeout(WRITTEN_WITHIN)
                    .doOnSuccess(done -> {
                        writingSinceNanos = null;
                        textWaiting.addAndGet(-outgoing.size());
                        outgoing.written().complete(true);
                    });
        });
    }

    /** Ends once the client has been told why, or does not listen to that either. */
    Mono<Void> ending() {
        return end.asMono()
                .flatMap(status -> session.close(status).timeout(CLOSED_WITHIN).onErrorComplete())
                .doFinally(signal -> cut.run());
    }
}
