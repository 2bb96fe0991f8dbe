package io.hookstream.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.api.Gateway;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What waits for a client that takes nothing. */
class ConnectionTest {

    private final AtomicBoolean cut = new AtomicBoolean();

    /** Nothing that is sent to it is ever written. */
    private final WebSocketSession stuck = (WebSocketSession) Proxy.newProxyInstance(
            ConnectionTest.class.getClassLoader(),
            new Class<?>[] {WebSocketSession.class},
            (self, method, arguments) -> {
                return switch (method.getName()) {
                    case "send", "close" -> Mono.never();
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            });

    private final Connection connection = new Connection(Gateway.TENANT, stuck, () -> cut.set(true));
    private final Disposable writing = connection.writing().subscribe();

    @AfterEach
    void stop() {
        writing.dispose();
    }

    @ParameterizedTest
    @CsvSource({"1, 129", "100000, 41", "1000000, 4"})
    void onlySoMuchWaitsForOneThatTakesNothing(int size, int atMost) {
        String text = "x".repeat(size);

        List<CompletableFuture<Boolean>> told =
                IntStream.range(0, 1000).mapToObj(i -> connection.tell(text)).toList();

        assertThat(told.stream().filter(one -> !one.isDone()).count()).isBetween(1L, (long) atMost);
        assertThat(told.getLast()).isCompletedWithValue(false);
        assertThat(connection.isEnding()).isTrue();
    }

    @Test
    void oneThatDoesNotEvenTakeTheCloseIsCutOff() {
        connection.end(CloseStatus.GOING_AWAY);

        connection.ending().block();

        await().untilTrue(cut);
    }
}
