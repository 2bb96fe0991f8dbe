package io.hookstream.bench.documents;

import io.hookstream.bench.report.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** The figures of all stores side by side. */
record DocumentReport(DocumentOptions options, Machine machine, List<StoreResult> results) {
    private static final int TARGET_DOCUMENTS = 1_000_000;

    /** In Markdown. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", "target", "met", result -> result.store().title()));
        rows.add(row("---", "---", "---", result -> "---"));
        rows.add(row(
                "documents of " + String.format(Locale.ROOT, "%,d", Corpus.BYTES) + " bytes, 5 indexes",
                "",
                "",
                result -> String.format(Locale.ROOT, "%,d", result.documents())));
        for (Figure figure : Figure.values()) {
            rows.add(row(
                    figure.title(),
                    figure.target(),
                    met(figure),
                    result -> result.value(figure).map(figure::show).orElse("-")));
        }
        return rows.stream()
                        .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                        .collect(Collectors.joining())
                + "\n" + notes();
    }

    private List<String> row(String title, String target, String met, Function<StoreResult, String> cell) {
        List<String> row = new ArrayList<>(List.of(title, target));
        for (StoreResult result : results) {
            row.add(cell.apply(result));
            if (result.store().isOurs()) {
                row.add(met);
            }
        }
        return row;
    }

    private String met(Figure figure) {
        return results.stream()
                .filter(result -> result.store().isOurs() && figure.hasTarget())
                .map(result -> result.value(figure)
                        .map(value -> figure.isMetBy(value) ? "yes" : "**no**")
                        .orElse("-"))
                .findFirst()
                .orElse("");
    }

    private String notes() {
        List<String> notes = new ArrayList<>();
        notes.add(machine.line());
        notes.add("Writes "
                + (options.journal() ? "wait until they are on disk (`j: true`)." : "do not wait for the disk."));
        if (options.count() != TARGET_DOCUMENTS) {
            notes.add("The targets are for 1,000,000 documents.");
        }
        for (StoreResult result : results) {
            String store = result.store().title();
            notes.add(store + ": durability: " + result.store().durability() + ".");
            result.notes().forEach(note -> notes.add(store + ": " + note + "."));
            result.failure().ifPresent(failure -> notes.add("**" + store + " failed: " + failure + "**"));
        }
        return notes.stream().map(note -> "- " + note + "\n").collect(Collectors.joining());
    }

    /** One line. */
    String json() {
        Document stores = new Document();
        results.forEach(result -> stores.append(result.store().title(), result.json()));
        return new Document("benchmark", "documents")
                .append("machine", machine.json())
                .append("document_bytes", Corpus.BYTES)
                .append("batch", Workload.BATCH)
                .append("journal", options.journal())
                .append("targets_apply", options.count() == TARGET_DOCUMENTS)
                .append("stores", stores)
                .toJson(JsonWriterSettings.builder()
                        .outputMode(JsonMode.RELAXED)
                        .build());
    }
}
