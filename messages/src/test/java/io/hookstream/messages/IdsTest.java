package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final long TIME = 0x0192f0c1a2b3L;

    @Test
    void isThePrefixAndThirtyTwoHexadecimalDigits() {
        assertThat(Ids.create("evt", TIME)).matches("evt_[0-9a-f]{32}");
    }

    @Test
    void isDerivedFromItsPartsAndTheirOrder() {
        String id = Ids.derive("dlv", "rpl_1", "evt_1", "conn_1");

        assertThat(id).matches("dlv_[0-9a-f]{32}").isEqualTo(Ids.derive("dlv", "rpl_1", "evt_1", "conn_1"));
        assertThat(List.of(
                        id,
                        Ids.derive("dlv", "rpl_1", "evt_1", ""),
                        Ids.derive("dlv", "rpl_1", "conn_1", "evt_1"),
                        Ids.derive("dlv", "rpl_1evt_1", "", "conn_1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void beginsWithTheTime() {
        assertThat(Ids.create("evt", TIME)).startsWith("evt_0192f0c1a2b3");
    }

    @Test
    void isAUuidOfVersionSeven() {
        List<UUID> uuids =
                Stream.generate(() -> uuid(Ids.create("evt", TIME))).limit(100).toList();

        assertThat(uuids).allSatisfy(uuid -> {
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
        });
    }

    @Test
    void sortsByTime() {
        List<String> ids = LongStream.of(0, 1, 255, 256, TIME - 1, TIME, TIME + 1, (1L << 48) - 1)
                .mapToObj(time -> Ids.create("evt", time))
                .toList();

        assertThat(ids).isSorted();
    }

    @Test
    void differsWithinAMillisecond() {
        assertThat(Stream.generate(() -> Ids.create("evt", TIME)).limit(10_000)).doesNotHaveDuplicates();
    }

    private static UUID uuid(String id) {
        String digits = id.substring(4);
        return new UUID(
                Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16));
    }
}
