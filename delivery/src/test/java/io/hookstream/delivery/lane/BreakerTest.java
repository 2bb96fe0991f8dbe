package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.lane.Breaker.Request;
import io.hookstream.messages.circuit.CircuitState;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final int THRESHOLD = 3;

    private final Breaker breaker = new Breaker();

    @Test
    void asksToOpenAtTheThresholdAndLetsNothingMoreThrough() {
        assertThat(end(Outcome.FAILED)).isEqualTo(Request.NONE);
        assertThat(end(Outcome.FAILED)).isEqualTo(Request.NONE);
        assertThat(room()).isEqualTo(4);
        assertThat(end(Outcome.FAILED)).isEqualTo(Request.OPEN);
        assertThat(room()).isZero();
        assertThat(breaker.failures()).isEqualTo(3);
    }

    @Test
    void asksOnce() {
        fail(THRESHOLD);
        assertThat(end(Outcome.FAILED)).isEqualTo(Request.NONE);
    }

    @Test
    void aSuccessBeginsTheCountAnew() {
        fail(2);
        breaker.arrived();
        fail(2);
        end(Outcome.DELIVERED);
        assertThat(room()).isEqualTo(4);
        fail(1);
        assertThat(room()).isZero();
    }

    @Test
    void whatFailsBeforeItIsSentDoesNotCount() {
        fail(2);
        assertThat(end(Outcome.FAILED_UNSENT)).isEqualTo(Request.NONE);
        assertThat(end(Outcome.CANCELLED)).isEqualTo(Request.NONE);
        assertThat(breaker.failures()).isEqualTo(2);
    }

    @Test
    void anOpenOneLetsNothingThrough() {
        follow(CircuitState.OPEN);
        assertThat(room()).isZero();
        assertThat(end(Outcome.DELIVERED)).isEqualTo(Request.NONE);
    }

    @Test
    void whatHasArrivedTakesNoRoom() {
        assertThat(breaker.room(4, 3, 2)).isEqualTo(3);
    }

    @Test
    void aHalfOpenOneLetsOneThroughOnceNothingIsUnderWay() {
        follow(CircuitState.HALF_OPEN);
        assertThat(breaker.room(4, 1, 1)).isZero();
        assertThat(room()).isEqualTo(1);
        breaker.began("dlv_1");
        assertThat(room()).isZero();
    }

    @Test
    void aProbeThatSucceedsAsksToClose() {
        probe();
        assertThat(breaker.ended("dlv_1", Outcome.DELIVERED, THRESHOLD)).isEqualTo(Request.CLOSE);
        assertThat(room()).isZero();
        follow(CircuitState.CLOSED);
        assertThat(room()).isEqualTo(4);
    }

    @Test
    void aProbeThatFailsAsksToOpenAgain() {
        probe();
        assertThat(breaker.ended("dlv_1", Outcome.FAILED, THRESHOLD)).isEqualTo(Request.OPEN);
        assertThat(room()).isZero();
    }

    @Test
    void aProbeThatIsNeverSentGivesWayToTheNext() {
        probe();
        assertThat(breaker.ended("dlv_1", Outcome.FAILED_UNSENT, THRESHOLD)).isEqualTo(Request.NONE);
        assertThat(room()).isEqualTo(1);
    }

    @Test
    void whatBeganBeforeTheProbeDecidesNothing() {
        probe();
        assertThat(breaker.ended("dlv_0", Outcome.DELIVERED, THRESHOLD)).isEqualTo(Request.NONE);
        assertThat(room()).isZero();
    }

    @Test
    void aCountThatWasReadBackMayOpenIt() {
        breaker.follow(new Circuit(CircuitState.CLOSED, THRESHOLD, 7));
        assertThat(breaker.check(THRESHOLD)).isEqualTo(Request.OPEN);
        assertThat(breaker.check(THRESHOLD)).isEqualTo(Request.NONE);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            end(Outcome.FAILED);
        }
    }

    private void probe() {
        follow(CircuitState.HALF_OPEN);
        breaker.began("dlv_1");
    }

    private void follow(String state) {
        breaker.follow(new Circuit(state, 0, 7));
    }

    private int room() {
        return breaker.room(4, 0, 0);
    }

    private Request end(Outcome outcome) {
        return breaker.ended("dlv_9", outcome, THRESHOLD);
    }
}
