package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** Descriptions of indexes, as the command createIndexes takes them. */
final class RandomIndexes {

    private static final List<String> MAY_BE_ARRAYS =
            List.of("a", "a", "tags", "items.k", "items.n", "c.d", "c.d", "a.x", "c");
    private static final List<String> NEVER_ARRAYS = List.of("b", "b", "n", "n");

    private static final List<List<String>> UNIQUE = List.of(
            List.of("a"), List.of("n"), List.of("b"), List.of("a", "n"), List.of("n", "b"), List.of("c.d", "n"));

    private static final List<Document> PARTIAL = List.of(
            new Document("n", new Document("$gte", 2)),
            new Document("n", new Document("$gt", 0).append("$lte", 5.0)),
            new Document("b", new Document("$exists", true)),
            new Document("b", "ab"),
            new Document("b", new Document("$gte", "ab")),
            new Document("a", new Document("$gt", 1)),
            new Document("b", new Document("$type", "string")),
            new Document("n", new Document("$lt", 5)).append("b", new Document("$exists", true)));

    private final Draw draw;
    private final Kind kind;

    RandomIndexes(Draw draw, Kind kind) {
        this.draw = draw;
        this.kind = kind;
    }

    List<Document> some() {
        return draw.some(1, kind == Kind.UNIQUE ? 2 : 4, this::index).stream()
                .distinct()
                .toList();
    }

    private Document index() {
        Document key = new Document();
        for (String path : paths()) {
            key.append(path, draw.oneIn(3) ? -1 : 1);
        }
        Document index = new Document("key", key);
        if (kind == Kind.UNIQUE) {
            index.append("unique", true);
        }
        if (kind == Kind.SPARSE_OR_PARTIAL && draw.oneIn(2)) {
            index.append("partialFilterExpression", draw.from(PARTIAL));
        } else if (kind == Kind.SPARSE_OR_PARTIAL || (draw.oneIn(3) && maySparselyBeUnique(key))) {
            index.append("sparse", true);
        }
        return index.append("name", name(index));
    }

    /** The oracle leaves a document out of a sparse index when the path leads into an array. */
    private boolean maySparselyBeUnique(Document key) {
        return kind == Kind.UNIQUE && key.keySet().stream().noneMatch(path -> path.contains("."));
    }

    private List<String> paths() {
        if (kind == Kind.UNIQUE) {
            return draw.from(UNIQUE);
        }
        if (draw.oneIn(2)) {
            return List.of(draw.oneIn(2) ? draw.from(MAY_BE_ARRAYS) : draw.from(NEVER_ARRAYS));
        }
        List<String> paths = new ArrayList<>(draw.oneIn(3) ? List.of("b", "n") : List.of(draw.from(NEVER_ARRAYS)));
        paths.add(draw.below(paths.size() + 1), draw.oneIn(6) ? "_id" : draw.from(MAY_BE_ARRAYS));
        return paths;
    }

    /** Two indexes of one name would have to be the same. */
    private static String name(Document index) {
        return index.values().stream()
                .map(String::valueOf)
                .collect(Collectors.joining("_"))
                .replaceAll("[^\\w.-]+", "_");
    }

    static List<String> paths(List<Document> indexes) {
        return indexes.stream()
                .flatMap(index -> index.get("key", Document.class).keySet().stream())
                .toList();
    }

    static Set<String> uniqueFields(List<Document> indexes) {
        return indexes.stream()
                .filter(index -> index.containsKey("unique"))
                .flatMap(index -> index.get("key", Document.class).keySet().stream())
                .map(path -> path.split("\\.")[0])
                .collect(Collectors.toSet());
    }

    static List<Document> partialFilters(List<Document> indexes) {
        return indexes.stream()
                .filter(index -> index.containsKey("partialFilterExpression"))
                .map(index -> index.get("partialFilterExpression", Document.class))
                .toList();
    }
}
