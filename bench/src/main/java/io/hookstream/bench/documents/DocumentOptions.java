package io.hookstream.bench.documents;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param count documents of the embedded store
 * @param countOthers documents of the others
 * @param seconds that each phase may be timed at most, but for the embedded store's inserts
 * @param journal whether each write waits until it is on disk
 * @param data where the stores are, while they are measured
 * @param out where the results are
 */
record DocumentOptions(
        int count, int countOthers, List<Store> stores, int seconds, boolean journal, Path data, Path out) {
    static final String USAGE = """
            bench/run --documents [options]: how fast the embedded document store is, beside mongo-java-server's own
              --count N            documents in the embedded store (default 1000000)
              --count-others N     documents in the others, which read all of them for a list (default 100000)
              --stores NAME,...    of embedded, memory and h2 (default: all)
              --seconds N          for each phase at most; only the embedded store's inserts go on (default 60)
              --journal            each write waits until it is on disk (default: it does not)
              --data FOLDER        for the stores' files, deleted afterwards (default: the system's for temporary files)
              --out FOLDER         for documents.json and documents.md (default bench/target)""";

    /** Below it, no source may have a page of documents. */
    private static final int FEWEST = 5_000;

    /** The corpus and the ledger of more would need more memory than the client has. */
    private static final int MOST = 20_000_000;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be understood; the message is for the user
     */
    static DocumentOptions parse(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>(Map.of(
                "--count", "1000000",
                "--count-others", "100000",
                "--stores", "embedded,memory,h2",
                "--seconds", "60",
                "--journal", "false",
                "--data", System.getProperty("java.io.tmpdir"),
                "--out", "bench/target"));
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.remove();
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (name.equals("--journal")) {
                given.put(name, "true");
            } else if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                given.put(name, rest.remove());
            }
        }
        return new DocumentOptions(
                number(given, "--count", FEWEST, MOST),
                number(given, "--count-others", FEWEST, MOST),
                Stream.of(value(given, "--stores").split(",", -1))
                        .map(Store::named)
                        .distinct()
                        .sorted()
                        .toList(),
                number(given, "--seconds", 1, 86_400),
                Boolean.parseBoolean(value(given, "--journal")),
                Path.of(value(given, "--data")),
                Path.of(value(given, "--out")));
    }

    int count(Store store) {
        return store.isOurs() ? count : countOthers;
    }

    private static String value(Map<String, String> given, String name) {
        return String.valueOf(given.get(name));
    }

    private static int number(Map<String, String> given, String name, int least, int most) {
        String value = value(given, name);
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " to " + most + ", not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
