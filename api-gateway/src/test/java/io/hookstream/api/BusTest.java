package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.queryhandling.QueryExecutionException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BusTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final DeleteSource COMMAND = new DeleteSource("src_1", Gateway.TENANT);
    private static final FindSource FIND = new FindSource("src_1", Gateway.TENANT);

    private final StubBus stub = new StubBus();
    private final AtomicReference<@Nullable SourceView> readModel = new AtomicReference<>(version(1));

    private Bus bus(Duration visibleWithin, Duration answerWithin) {
        QueryGateway queries = stub.queries();
        return new Bus(
                stub.commands(),
                queries,
                new GatewayProperties(
                        DataSize.ofMegabytes(1),
                        DataSize.ofMegabytes(1),
                        visibleWithin,
                        answerWithin,
                        Duration.ofSeconds(30),
                        ""));
    }

    private void readModelAnswers() {
        stub.query(FindSource.class, SourceView.class, query -> readModel.get());
    }

    @Test
    void aChangeThatTheReadModelShowsAlreadyIsAnsweredAtOnce() {
        readModelAnswers();
        stub.command(DeleteSource.class, command -> {
            readModel.set(version(2));
            return 2L;
        });

        assertThat(bus(LONG, LONG).change(COMMAND, FIND, SourceView.class).block(LONG))
                .isEqualTo(version(2));
    }

    @Test
    void aChangeIsAnsweredOnceTheReadModelShowsIt() {
        readModelAnswers();
        stub.command(DeleteSource.class, command -> 3L);
        CompletableFuture<SourceView> answer =
                bus(LONG, LONG).change(COMMAND, FIND, SourceView.class).toFuture();

        stub.emit(FindSource.class, version(2).revision());
        assertThat(answer).isNotDone();
        readModel.set(version(3));
        stub.emit(FindSource.class, version(3).revision());

        assertThat(answer).succeedsWithin(LONG).isEqualTo(version(3));
    }

    @Test
    void aThingThatIsNotThereYetIsWaitedFor() {
        readModel.set(null);
        readModelAnswers();
        stub.command(DeleteSource.class, command -> 0L);
        CompletableFuture<SourceView> answer =
                bus(LONG, LONG).change(COMMAND, FIND, SourceView.class).toFuture();
        assertThat(answer).isNotDone();

        readModel.set(version(0));
        stub.emit(FindSource.class, version(0).revision());

        assertThat(answer).succeedsWithin(LONG).isEqualTo(version(0));
    }

    /** The projection is quicker than the command's answer, and the look that follows is slower than both. */
    @Test
    void anUpdateBetweenTheCommandAndTheLookIsNotLost() {
        CompletableFuture<SourceView> look = new CompletableFuture<>();
        stub.query(FindSource.class, SourceView.class, query -> look.isDone() ? readModel.get() : look);
        stub.command(DeleteSource.class, command -> {
            stub.emit(FindSource.class, version(2).revision());
            readModel.set(version(2));
            look.complete(version(1));
            return 2L;
        });

        assertThat(bus(LONG, LONG).change(COMMAND, FIND, SourceView.class).block(LONG))
                .isEqualTo(version(2));
    }

    @Test
    void aChangeThatStaysUnseenIsUnavailable() {
        readModelAnswers();
        stub.command(DeleteSource.class, command -> 2L);

        assertThatThrownBy(() ->
                        bus(SHORT, LONG).change(COMMAND, FIND, SourceView.class).block(LONG))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status().value()).isEqualTo(503);
                    assertThat(e.retryAfter()).isPositive();
                })
                .hasMessageStartingWith("The change is stored");
    }

    @Test
    void aRefusalComesThroughAsItIs() {
        readModelAnswers();
        stub.command(DeleteSource.class, command -> {
            throw Refused.notFound("Source");
        });

        assertThatThrownBy(() ->
                        bus(LONG, LONG).change(COMMAND, FIND, SourceView.class).block(LONG))
                .isInstanceOf(Refused.class);
    }

    @Test
    void nobodyListensAnyMoreOnceAChangeIsAnswered() {
        readModelAnswers();
        stub.command(DeleteSource.class, command -> 1L);
        Bus bus = bus(LONG, LONG);
        bus.change(COMMAND, FIND, SourceView.class).block(LONG);
        assertThat(stub.listeners()).isZero();

        stub.reset();
        stub.query(FindSource.class, SourceView.class, query -> new CompletableFuture<>());
        stub.command(DeleteSource.class, command -> 2L);
        reactor.core.Disposable hangsUp =
                bus.change(COMMAND, FIND, SourceView.class).subscribe();
        assertThat(stub.listeners()).isOne();
        hangsUp.dispose();
        assertThat(stub.listeners()).isZero();
    }

    @Test
    void aQueryThatIsNotAnsweredIsGivenUp() {
        stub.query(FindSource.class, SourceView.class, query -> new CompletableFuture<>());

        assertThatThrownBy(() -> bus(LONG, SHORT).query(FIND, SourceView.class).block(LONG))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aQueryThatFailsSaysThatTheStoreDid() {
        stub.query(FindSource.class, SourceView.class, query -> {
            throw new IllegalStateException("no server");
        });

        assertThatThrownBy(() -> bus(LONG, LONG).query(FIND, SourceView.class).block(LONG))
                .isInstanceOf(QueryExecutionException.class)
                .hasMessageContaining("no server");
    }

    @Test
    void aQueryForWhatIsNotThereIsEmpty() {
        stub.query(FindSource.class, SourceView.class, query -> null);

        assertThat(bus(LONG, LONG).query(FIND, SourceView.class).block(LONG)).isNull();
    }

    static SourceView version(long version) {
        return new SourceView(
                "src_1",
                Gateway.TENANT,
                new SourceSettings("Version " + version, "stripe", true),
                new Revision(version, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                0);
    }
}
