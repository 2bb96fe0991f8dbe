package io.hookstream.bench.documents;

import io.hookstream.bench.Folders;
import io.hookstream.bench.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures the stores one after the other and writes the figures down. */
final class DocumentBench {

    private DocumentBench() {}

    /** Exits with 0, also if a target is missed; with 1 if a store failed or answered wrongly, with 2 if misused. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Stream.of(arguments).anyMatch("--help"::equals)) {
            System.out.println(DocumentOptions.USAGE);
            return;
        }
        DocumentOptions options;
        try {
            options = DocumentOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\nTry: bench/run --documents --help");
            System.exit(2);
            return;
        }
        DocumentReport report = measure(options);
        Files.createDirectories(options.out());
        Files.writeString(options.out().resolve("documents.md"), report.table());
        Files.writeString(options.out().resolve("documents.json"), report.json() + "\n");
        System.out.println(report.table() + "\n" + report.json());
        System.exit(
                report.results().stream().allMatch(result -> result.failure().isEmpty()) ? 0 : 1);
    }

    private static DocumentReport measure(DocumentOptions options) throws IOException, InterruptedException {
        Machine machine = Machine.here(options.data());
        Corpus corpus = new Corpus();
        List<StoreResult> results = new ArrayList<>();
        for (Store store : options.stores()) {
            Path folder = Files.createTempDirectory(options.data(), "hookstream-documents");
            try {
                results.add(new StoreRun(store, options, corpus, folder).run());
            } finally {
                Folders.delete(folder);
            }
        }
        return new DocumentReport(options, machine, results);
    }
}
