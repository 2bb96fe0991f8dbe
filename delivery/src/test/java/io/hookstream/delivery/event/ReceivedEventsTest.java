package io.hookstream.delivery.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.delivery.MemoryPayloads;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedEventsTest {

    private static final EventReceived STORED = ReceivedSamples.event("evt_1", Payload.stored(2500));

    private final MemoryPayloads payloads = new MemoryPayloads();
    private final ReceivedEvents events = ReceivedSamples.holding(payloads, STORED);

    @Test
    void readsAnEventFromTheLog() {
        assertThat(events.get("evt_1").event()).isEqualTo(STORED);
    }

    @Test
    void neverReadsWhatItRemembers() {
        Received other = new Received(ReceivedSamples.event("evt_2", Payload.inline(new byte[1])), Instant.EPOCH);
        events.remember(other);
        assertThat(events.get("evt_2")).isEqualTo(other);
    }

    @Test
    void saysWhichEventTheLogHasNot() {
        assertThatThrownBy(() -> events.get("evt_3"))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the log has no event evt_3");
    }

    @Test
    void putsTheStoredPayloadTogetherFromItsPieces() {
        byte[] bytes = new byte[2500];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 127);
        }
        payloads.store("evt_1", bytes);
        assertThat(events.body(STORED)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2499, 2501, 4000})
    void refusesAStoredPayloadOfAnotherLength(int length) {
        payloads.store("evt_1", new byte[length]);
        assertThatThrownBy(() -> events.body(STORED))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the stored payload of evt_1 has " + length + " bytes instead of 2500");
    }

    @Test
    void showsFiltersAllValuesOfAHeader() {
        assertThat(events.envelope(events.get("evt_1"), new byte[0]).header("x-many"))
                .containsExactly("one", "two");
    }
}
