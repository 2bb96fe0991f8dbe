package io.hookstream.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class TotalsTest {

    private static final Totals.Asked EVENTS = new Totals.Asked("events", BsonDocument.parse("{status: 'failed'}"));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong stored = new AtomicLong(Totals.LARGE);
    private final Totals totals = new Totals(clock::get);
    private boolean down;
    private int counted;

    private Long total() {
        return totals.of(EVENTS, count()).block();
    }

    private Mono<Long> count() {
        return Mono.fromSupplier(() -> {
            counted++;
            if (down) {
                throw new IllegalStateException("the store is down");
            }
            return stored.get();
        });
    }

    private void later(Duration time) {
        clock.addAndGet(time.toNanos() + 1);
    }

    @Test
    void fewAreCountedEachTime() {
        stored.set(Totals.LARGE - 1);
        assertThat(total()).isEqualTo(Totals.LARGE - 1);
        stored.set(3);
        assertThat(total()).isEqualTo(3);
    }

    @Test
    void manyAreCountedNowAndThenBesideTheAnswer() {
        assertThat(total()).isEqualTo(Totals.LARGE);
        stored.addAndGet(5);
        assertThat(total()).isEqualTo(Totals.LARGE);
        assertThat(counted).isEqualTo(1);

        later(Totals.FRESH);
        assertThat(total()).as("the answer does not wait").isEqualTo(Totals.LARGE);
        assertThat(total()).isEqualTo(Totals.LARGE + 5);
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void nobodyIsToldWhatHasBeenOldForLong() {
        assertThat(total()).isEqualTo(Totals.LARGE);
        stored.addAndGet(5);
        later(Totals.KEPT);
        assertThat(total()).isEqualTo(Totals.LARGE + 5);
    }

    @Test
    void eachQuestionHasItsOwn() {
        assertThat(total()).isEqualTo(Totals.LARGE);
        stored.addAndGet(5);
        Totals.Asked other = new Totals.Asked("events", BsonDocument.parse("{status: 'delivered'}"));
        assertThat(totals.of(other, count()).block()).isEqualTo(Totals.LARGE + 5);
    }

    @Test
    void aCountThatFailsIsTriedAgain() {
        assertThat(total()).isEqualTo(Totals.LARGE);
        stored.addAndGet(5);
        later(Totals.FRESH);
        down = true;
        assertThat(total()).isEqualTo(Totals.LARGE);
        down = false;
        assertThat(total()).isEqualTo(Totals.LARGE);
        assertThat(total()).isEqualTo(Totals.LARGE + 5);
    }
}
