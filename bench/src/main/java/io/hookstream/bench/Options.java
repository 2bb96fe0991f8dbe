package io.hookstream.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to measure.
 *
 * @param rate webhooks per second; 0 for as many as are answered
 * @param size of a body, in bytes
 * @param warmup seconds of the same load before the measurement, for the program's compiler
 * @param ingestOnly no connection: what is measured is the acknowledgement alone
 * @param properties further properties of the program, such as {@code --name=value}
 */
record Options(
        int seconds,
        int rate,
        int clients,
        int size,
        int warmup,
        boolean ingestOnly,
        Path jar,
        List<String> properties) {
    static final String USAGE = """
            bench/run [options]: how many webhooks the packaged program takes, delivers and shows
              --seconds N      how long to send (default 30)
              --warmup N       seconds of the same load before that (default 10)
              --rate N|max     webhooks per second (default max: as many as are answered)
              --clients N      connections, one webhook at a time on each (default 50)
              --size BYTES     of a webhook's body (default 1024)
              --ingest-only    without a destination
              --jar FILE       the program (default app/target/hookstream.jar)
              -- --NAME=VALUE  further properties of the program
            bench/run --documents --help tells how to measure the document store alone.
            HOOKSTREAM_JAVA_OPTS holds the options of the program's Java virtual machine (default -Xmx1g).""";

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be understood; the message is for the user
     */
    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>(Map.of(
                "--seconds", "30",
                "--warmup", "10",
                "--rate", "max",
                "--clients", "50",
                "--size", "1024",
                "--ingest-only", "false",
                "--jar", "app/target/hookstream.jar"));
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty() && !"--".equals(rest.peek())) {
            String name = rest.remove();
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (name.equals("--ingest-only")) {
                given.put(name, "true");
            } else if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                given.put(name, rest.remove());
            }
        }
        rest.poll();
        return new Options(
                number(given, "--seconds", 1),
                "max".equals(given.get("--rate")) ? 0 : number(given, "--rate", 1),
                number(given, "--clients", 1),
                number(given, "--size", 1),
                number(given, "--warmup", 0),
                Boolean.parseBoolean(given.get("--ingest-only")),
                Path.of(String.valueOf(given.get("--jar"))),
                List.copyOf(rest));
    }

    private static int number(Map<String, String> given, String name, int least) {
        String value = String.valueOf(given.get(name));
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " on, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
