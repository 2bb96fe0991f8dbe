package io.hookstream.bench.documents;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What came out for one store, as far as it came. */
final class StoreResult {
    private final Store store;
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    private final List<Document> details = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int documents;
    private @Nullable String failure;

    StoreResult(Store store) {
        this.store = store;
    }

    Store store() {
        return store;
    }

    void put(Figure figure, double value) {
        figures.put(figure, value);
    }

    Optional<Double> value(Figure figure) {
        return Optional.ofNullable(figures.get(figure));
    }

    void setDocuments(int documents) {
        this.documents = documents;
    }

    int documents() {
        return documents;
    }

    /** Something for a reader of the table. */
    void note(String note) {
        notes.add(note);
    }

    List<String> notes() {
        return notes;
    }

    /** Something for the JSON only. */
    void detail(Document detail) {
        details.add(detail);
    }

    void fail(String why) {
        failure = why;
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    Document json() {
        Document values = new Document();
        figures.forEach((figure, value) -> {
            Document entry = new Document("value", value).append("unit", figure.unit());
            if (store.isOurs() && figure.hasTarget()) {
                entry.append("target", figure.target()).append("met", figure.isMetBy(value));
            }
            values.append(figure.key(), entry);
        });
        return new Document("documents", documents)
                .append("durability", store.durability())
                .append("figures", values)
                .append("details", details)
                .append("notes", notes)
                .append("failure", failure);
    }
}
