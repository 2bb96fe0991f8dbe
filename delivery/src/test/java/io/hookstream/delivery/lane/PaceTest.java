package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = Long.MAX_VALUE - SECOND;

    private final Pace pace = new Pace();

    @Test
    void withoutALimitEachTurnIsTakenAtOnce() {
        for (int i = 0; i < 1000; i++) {
            assertThat(pace.take(null, START)).isZero();
        }
    }

    @Test
    void turnsAreSpacedEvenly() {
        assertThat(pace.take(10, START)).isZero();
        assertThat(pace.take(10, START)).isEqualTo(SECOND / 10);
        assertThat(pace.take(10, START + SECOND / 10 - 1)).isEqualTo(1);
        assertThat(pace.take(10, START + SECOND / 10)).isZero();
    }

    @Test
    void aPauseEarnsNoMoreThanASmallBurst() {
        pace.take(1000, START);
        long later = START + 10 * SECOND;
        int taken = 0;
        while (pace.take(1000, later) == 0) {
            taken++;
        }
        assertThat(taken).isBetween(2, 21);
    }

    @Test
    void inASecondThereAreAsManyAsTheLimitSays() {
        int taken = 0;
        for (long now = START; now < START + SECOND; now += SECOND / 1000) {
            while (pace.take(200, now) == 0) {
                taken++;
            }
        }
        assertThat(taken).isBetween(199, 201);
    }
}
