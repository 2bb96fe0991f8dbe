package io.hookstream.embedded.differential;

import static org.junit.jupiter.api.Assertions.fail;

import io.hookstream.embedded.differential.Comparison.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever commands it is given, the store answers as mongo-java-server's in-memory backend does: with and without indexes,
 * and again when it was closed and opened.
 *
 * <p>Each try is a sequence of commands that a seed determines, the same in every build. For a long run of others, {@code
 * -Dhookstream.tries=10000 -Dhookstream.seed=$RANDOM0000}. A failure prints its shortest sequence, as lines for mongosh, and
 * the seed that draws it again: {@code -Dhookstream.seed=42 -Dhookstream.tries=1}.
 *
 * <p>Our own few lines to draw and to shrink: jqwik's releases are made for the JUnit Platform 1, and this runs on 6.
 */
class DocumentStoreDifferentialIT {

    private static final int TRIES = Integer.getInteger("hookstream.tries", 150);
    private static final long SEED = Long.getLong("hookstream.seed", 0);
    private static final int TRIES_OF_A_STORE = 50;
    private static final Duration SHRINKING = Duration.ofSeconds(60);
    private static final JsonWriterSettings SHELL =
            JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

    @TempDir
    Path directory;

    @Test
    void anIndexChangesNoAnswer() {
        check(Kind.PLAIN);
    }

    @Test
    void anIndexOfSomeDocumentsChangesNoAnswer() {
        check(Kind.SPARSE_OR_PARTIAL);
    }

    @Test
    void aUniqueIndexRefusesTheSameDocuments() {
        check(Kind.UNIQUE);
    }

    private void check(Kind kind) {
        for (int done = 0; done < TRIES; done += TRIES_OF_A_STORE) {
            try (Comparison comparison = new Comparison(directory.resolve("after" + done))) {
                checkSome(comparison, kind, SEED + done, Math.min(TRIES_OF_A_STORE, TRIES - done));
            }
        }
    }

    private static void checkSome(Comparison comparison, Kind kind, long firstSeed, int tries) {
        for (long seed = firstSeed; seed < firstSeed + tries; seed++) {
            Optional<Difference> difference = comparison.compare(RandomCommands.of(seed, kind), kind);
            if (difference.isPresent()) {
                report(seed, difference.get(), shorter -> comparison.compare(shorter, kind));
            }
        }
        comparison.compareReopened().ifPresent(difference -> {
            long seed = LongStream.range(firstSeed, firstSeed + tries)
                    .filter(each -> RandomCommands.of(each, kind).equals(difference.commands()))
                    .findFirst()
                    .orElseThrow();
            report(seed, difference, shorter -> comparison.compareWithReopening(shorter, kind));
        });
    }

    private static void report(long seed, Difference first, Function<List<Document>, Optional<Difference>> comparing) {
        List<Document> shortest = Shrinking.shrink(
                first.commands(), shorter -> comparing.apply(shorter).isPresent(), SHRINKING);
        // What only happens beside other collections does not happen again.
        Difference difference = comparing.apply(shortest).orElse(first);
        fail("The %s collection differs (-Dhookstream.seed=%d)%n%s%nexpected:%n%s%nactual:%n%s"
                .formatted(
                        difference.store(),
                        seed,
                        difference.given().stream()
                                .map(command -> "db.runCommand(" + command.toJson(SHELL) + ")")
                                .collect(Collectors.joining("\n")),
                        difference.expected(),
                        difference.actual()));
    }
}
