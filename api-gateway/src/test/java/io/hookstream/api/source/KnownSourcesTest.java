package io.hookstream.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hookstream.api.Bus;
import io.hookstream.api.Gateway;
import io.hookstream.messages.Revision;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class KnownSourcesTest {

    private final Gateway gateway = Gateway.fresh();
    private final KnownSources sources = new KnownSources(gateway.bean(Bus.class));

    @Test
    void aSourceIsAskedForOnceAndThenRemembered() {
        answer(query -> source("Stripe"));

        assertThat(sources.find("src_1").block()).isEqualTo(source("Stripe"));
        assertThat(sources.find("src_1").block()).isEqualTo(source("Stripe"));
        assertThat(gateway.bus.only(FindSource.class)).isEqualTo(new FindSource("src_1", null));
    }

    @Test
    void aChangeOfTheSourceIsSeenSoon() {
        AtomicReference<SourceView> current = new AtomicReference<>(source("Before"));
        answer(query -> current.get());
        assertThat(sources.find("src_1").block()).isEqualTo(source("Before"));

        current.set(source("After"));

        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(sources.find("src_1").block()).isEqualTo(source("After")));
    }

    @Test
    void whoeverChangedTheSourceHereSeesTheChangeAtOnce() {
        AtomicReference<SourceView> current = new AtomicReference<>(source("Before"));
        answer(query -> current.get());
        assertThat(sources.find("src_1").block()).isEqualTo(source("Before"));

        current.set(source("After"));
        sources.forget("src_1");

        assertThat(sources.find("src_1").block()).isEqualTo(source("After"));
    }

    @Test
    void aSourceThatIsNotThereYetIsNotRemembered() {
        AtomicReference<@Nullable SourceView> current = new AtomicReference<>();
        answer(query -> current.get());
        assertThat(sources.find("src_1").block()).isNull();

        current.set(source("New"));

        assertThat(sources.find("src_1").block()).isEqualTo(source("New"));
    }

    @Test
    void aSourceIsNotSaidToBeGoneWhileTheReadModelIsBuiltAgain() {
        answer(query -> null);
        gateway.configurationIs(true, true);
        assertThatThrownBy(() -> sources.find("src_1").block()).hasMessageContaining("try again");

        gateway.configurationIs(false, false);
        assertThatThrownBy(() -> sources.find("src_1").block()).hasMessageContaining("try again");

        gateway.configurationIs(true, false, 1);
        assertThatThrownBy(() -> sources.find("src_1").block())
                .as("it may be a dead letter")
                .hasMessageContaining("try again");

        gateway.configurationIs(true, false);
        assertThat(sources.find("src_1").block()).isNull();
    }

    @Test
    void aFailureIsNotRemembered() {
        AtomicReference<CompletableFuture<SourceView>> current =
                new AtomicReference<>(CompletableFuture.failedFuture(new IllegalStateException("No server answers")));
        answer(query -> current.get());
        assertThatThrownBy(() -> sources.find("src_1").block()).hasMessageContaining("No server answers");

        current.set(CompletableFuture.completedFuture(source("Back")));

        assertThat(sources.find("src_1").block()).isEqualTo(source("Back"));
    }

    @Test
    void aSenderWhoHangsUpDoesNotTakeTheAnswerFromTheNext() {
        CompletableFuture<SourceView> answer = new CompletableFuture<>();
        answer(query -> answer);

        Disposable hangsUp = sources.find("src_1").subscribe();
        CompletableFuture<SourceView> waits = sources.find("src_1").toFuture();
        hangsUp.dispose();
        answer.complete(source("Stripe"));

        assertThat(waits).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(source("Stripe"));
        assertThat(gateway.bus.received(FindSource.class)).hasSize(1);
    }

    private void answer(Function<FindSource, @Nullable Object> handler) {
        gateway.bus.query(FindSource.class, SourceView.class, handler);
    }

    private static SourceView source(String name) {
        return new SourceView(
                "src_1",
                Gateway.TENANT,
                new SourceSettings(name, "stripe", true),
                new Revision(0, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                0);
    }
}
