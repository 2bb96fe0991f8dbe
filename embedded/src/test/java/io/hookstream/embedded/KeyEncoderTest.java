package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyEncoderTest {

    /** MongoDB's order, each greater than the one before. */
    private static final List<@Nullable Object> ASCENDING = Collections.unmodifiableList(Arrays.asList(
            MinKey.getInstance(),
            KeyEncoder.EmptyArray.INSTANCE,
            null,
            Double.NEGATIVE_INFINITY,
            Long.MIN_VALUE,
            -(1L << 53) - 1,
            -(1L << 53),
            -1.5,
            -1,
            -Double.MIN_VALUE,
            0,
            Double.MIN_VALUE,
            0.5,
            1L,
            2,
            (double) (1L << 53),
            (1L << 53) + 1,
            (1L << 53) + 2,
            Long.MAX_VALUE,
            1e300,
            Double.POSITIVE_INFINITY,
            "",
            "\0",
            "\0\0",
            "\0a",
            "a",
            "a\0",
            "ab",
            "b",
            "\u00e4",
            "\uffee",
            "\ud83d\ude00",
            new Document(),
            new Document("a", 1),
            new Document("a", 1).append("b", 1),
            new Document("a", 2),
            new Document("b", 1),
            new Document("a", "x"),
            List.of(),
            List.of(1),
            List.of(1, 2),
            List.of(2),
            new BinData(new byte[] {9}),
            new BinData(new byte[] {0, 1}),
            new UUID(1, 2),
            new UUID(-1, 2),
            new ObjectId("000000000000000000000001"),
            new ObjectId("ff0000000000000000000000"),
            false,
            true,
            Instant.EPOCH.minusMillis(1),
            Instant.EPOCH,
            Instant.EPOCH.plusMillis(1),
            new BsonTimestamp(Instant.EPOCH, 1),
            MaxKey.getInstance()));

    @Test
    void ordersAllKindsOfValues() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                int order = Arrays.compareUnsigned(key(true, ASCENDING.get(i)), key(true, ASCENDING.get(j)));
                int reversed = Arrays.compareUnsigned(key(false, ASCENDING.get(i)), key(false, ASCENDING.get(j)));
                assertThat(Integer.signum(order))
                        .as("%s to %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
                assertThat(Integer.signum(reversed)).isEqualTo(Integer.compare(j, i));
            }
        }
    }

    @Test
    void whatIsEqualHasTheSameKey() {
        assertThat(key(true, 1)).isEqualTo(key(true, 1L)).isEqualTo(key(true, 1.0));
        assertThat(key(true, 0.0)).isEqualTo(key(true, -0.0));
        assertThat(key(true, Missing.getInstance())).isEqualTo(key(true, null));
    }

    @Test
    void oneValueBehindAnotherKeepsTheOrder() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            List<Integer> one = List.of(random.nextInt(ASCENDING.size()), random.nextInt(ASCENDING.size()));
            List<Integer> other = List.of(random.nextInt(ASCENDING.size()), random.nextInt(ASCENDING.size()));
            int first = Integer.compare(one.get(0), other.get(0));
            int expected = first != 0 ? first : Integer.compare(other.get(1), one.get(1));
            assertThat(Integer.signum(Arrays.compareUnsigned(upThenDown(one), upThenDown(other))))
                    .isEqualTo(expected);
        }
    }

    private static byte[] upThenDown(List<Integer> values) {
        return new KeyEncoder()
                .add(ASCENDING.get(values.get(0)), true)
                .add(ASCENDING.get(values.get(1)), false)
                .toBytes();
    }

    @Test
    void findsWhereEachValueEnds() {
        for (boolean ascending : List.of(true, false)) {
            List<Integer> ends = new ArrayList<>();
            KeyEncoder encoder = new KeyEncoder();
            for (Object value : ASCENDING) {
                encoder.add(value, ascending);
                ends.add(encoder.toBytes().length);
            }
            byte[] all = encoder.toBytes();
            int at = 0;
            for (int end : ends) {
                at = KeyEncoder.end(all, at, ascending);
                assertThat(at).isEqualTo(end);
            }
        }
    }

    @Test
    void whatIsAfterAPrefixIsGreaterThanAllThatBeginWithIt() {
        assertThat(KeyEncoder.after(new byte[] {1, 2})).containsExactly(1, 3);
        assertThat(KeyEncoder.after(new byte[] {1, -1, -1})).containsExactly(2);
    }

    @Test
    void knowsThePrefixThatARegularExpressionDemands() {
        assertThat(Conditions.prefix("^evt_1")).isEqualTo("evt_1");
        assertThat(Conditions.prefix("^evt\\.a.*b")).isEqualTo("evt.a");
        assertThat(Conditions.prefix("^ab*")).isEqualTo("a");
        assertThat(Conditions.prefix("^ab?c")).isEqualTo("a");
        assertThat(Conditions.prefix("^ab{2}")).isEqualTo("a");
        assertThat(Conditions.prefix("^ab+")).isEqualTo("ab");
        assertThat(Conditions.prefix("^(ab)")).isEmpty();
        assertThat(Conditions.prefix("^a|b")).isEmpty();
        assertThat(Conditions.prefix("ab")).isEmpty();
        assertThat(Conditions.prefix("^\\d")).isEmpty();
    }

    private static byte[] key(boolean ascending, @Nullable Object value) {
        return new KeyEncoder().add(value, ascending).toBytes();
    }
}
