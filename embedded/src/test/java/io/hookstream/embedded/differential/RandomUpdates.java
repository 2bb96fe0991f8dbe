package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** Updates of one document, which may fail, and of many, which mostly cannot. */
final class RandomUpdates {

    /** The filter, the change and the array filters of one update. */
    record Update(Document filter, Document change, List<Document> arrayFilters) {

        Update(Document filter, Document change) {
            this(filter, change, List.of());
        }
    }

    private static final List<String> SETTABLE = List.of(
            "a",
            "a",
            "b",
            "b",
            "n",
            "n",
            "c",
            "c.d",
            "c.d",
            "c.e",
            "tags",
            "tags.1",
            "items",
            "items.0.k",
            "items.1.n",
            "a.x",
            "e");
    private static final List<String> NUMERIC = List.of("n", "n", "n", "a", "c.d", "items.0.n");

    private final Draw draw;
    private final RandomDocuments documents;
    private final RandomFilters filters;
    private final Kind kind;

    /** Which of several documents may have a value is a matter of order, so updates of many leave these alone. */
    private final Set<String> uniqueFields;

    RandomUpdates(Draw draw, RandomDocuments documents, RandomFilters filters, Kind kind, Set<String> uniqueFields) {
        this.draw = draw;
        this.documents = documents;
        this.filters = filters;
        this.kind = kind;
        this.uniqueFields = uniqueFields;
    }

    /** Says by its id which document is meant: without a sort, each store may choose another one. */
    Update ofOne() {
        Document filter = new Document("_id", documents.id());
        if (draw.oneIn(3)) {
            filters.filter().forEach(filter::putIfAbsent);
        }
        return draw.oneIn(4) ? positional(filter) : new Update(filter, change());
    }

    Document change() {
        if (draw.oneIn(8)) {
            return documents.document();
        }
        Document change = operator();
        if (draw.oneIn(3)) {
            operator().forEach(change::putIfAbsent);
        }
        return change;
    }

    private Document operator() {
        return draw.any(
                () -> set(draw.from(SETTABLE)),
                () -> set(draw.from(SETTABLE)),
                () -> set(draw.from(SETTABLE)),
                () -> set("a").append("$unset", new Document("b", "")),
                () -> new Document("$unset", new Document(draw.from(SETTABLE), "")),
                () -> new Document("$inc", new Document(draw.from(NUMERIC), draw.from(List.of(1, -1, 2L, 1.5)))),
                () -> new Document("$mul", new Document(draw.from(NUMERIC), draw.from(List.of(2, -1L)))),
                () -> leastOrGreatest(draw.from(List.of("a", "n", "b", "c.d"))),
                () -> new Document("$rename", draw.from(List.of(new Document("b", "e"), new Document("a", "e")))),
                () -> new Document("$setOnInsert", new Document("e", documents.scalarOrNull())),
                () -> push(draw.oneIn(4) ? "a" : "tags"),
                this::pull,
                () -> new Document("$pop", new Document("tags", draw.oneIn(2) ? 1 : -1)));
    }

    private Document set(String path) {
        return new Document("$set", new Document(path, documents.value(path)));
    }

    private Document leastOrGreatest(String path) {
        return new Document(draw.oneIn(2) ? "$min" : "$max", new Document(path, documents.value(path)));
    }

    private Document push(String path) {
        RandomDocuments.Source element = path.equals("a") ? documents::element : documents::tag;
        return draw.any(
                () -> new Document("$push", new Document(path, element.next())),
                () -> new Document("$addToSet", new Document(path, element.next())),
                () -> new Document("$addToSet", new Document(path, new Document("$each", documents.array(element)))),
                () -> new Document("$push", new Document(path, each(element))),
                () -> new Document("$push", new Document("items", documents.item())));
    }

    private Document each(RandomDocuments.Source element) {
        Document each = new Document("$each", documents.array(element));
        return draw.any(
                () -> each,
                () -> each.append("$position", 0),
                () -> each.append("$slice", kind == Kind.UNIQUE ? -2 : draw.between(-2, 2)),
                () -> each.append("$sort", draw.oneIn(2) ? 1 : -1));
    }

    private Document pull() {
        // What is pulled out of an array may leave it empty.
        boolean mayEmpty = kind != Kind.UNIQUE;
        return draw.any(
                () -> new Document("$pull", new Document("tags", filters.operand("tags.0"))),
                () -> new Document("$pull", new Document("tags", filters.range("tags"))),
                () -> new Document("$pullAll", new Document("tags", documents.array(documents::tag))),
                () -> new Document("$pull", new Document(mayEmpty ? "items" : "tags", new Document("k", 1))),
                () -> new Document("$pull", new Document(mayEmpty ? "a" : "tags", filters.range("a"))));
    }

    private Update positional(Document one) {
        return draw.any(
                () -> {
                    one.append("items.k", filters.operand("items.k"));
                    return new Update(one, draw.oneIn(2) ? set("items.$.k") : increment("items.$.n"));
                },
                () -> {
                    one.putAll(filters.ofOneItem());
                    return new Update(one, set("items.$.k"));
                },
                () -> {
                    one.append("tags", filters.operand("tags.0"));
                    return new Update(one, set("tags.$"));
                },
                () -> new Update(one, increment("items.$[].n")),
                () -> new Update(one, set("tags.$[]")),
                () -> filtered(one));
    }

    private Update filtered(Document filter) {
        return draw.any(
                () -> new Update(filter, set("items.$[x].k"), List.of(new Document("x.k", filters.operand("items.k")))),
                () -> new Update(filter, increment("items.$[x].n"), List.of(new Document("x.n", filters.range("n")))),
                () -> new Update(filter, set("tags.$[x]"), List.of(new Document("x", filters.range("tags.0")))),
                () -> new Update(
                        filter,
                        set("items.$[x].k").append("$unset", new Document("items.$[y].n", "")),
                        List.of(new Document("x.n", 1), new Document("y.k", filters.range("items.k")))));
    }

    private Document increment(String path) {
        return new Document("$inc", new Document(path, draw.from(List.of(1, 2L, 1.5))));
    }

    Update ofMany() {
        Document filter = filters.filter();
        List<Update> all = new ArrayList<>();
        for (String field : List.of("a", "b", "n", "c", "tags", "items")) {
            all.add(new Update(filter, set(field)));
            all.add(new Update(filter, new Document("$unset", new Document(field, ""))));
        }
        all.add(new Update(filter, increment("n")));
        all.add(new Update(filter, new Document("$mul", new Document("n", 2))));
        all.add(new Update(filter, leastOrGreatest("n")));
        all.add(new Update(filter, leastOrGreatest("a")));
        all.add(new Update(filter, push("tags")));
        all.add(new Update(filter, pull()));
        all.add(new Update(filter, new Document("$rename", new Document("b", "e"))));
        all.add(filtered(new Document(filter).append("items.0", new Document("$exists", true))));
        all.removeIf(update -> uniqueFields.stream().anyMatch(field -> changes(update.change(), field)));
        return draw.from(all);
    }

    private static boolean changes(Document change, String field) {
        return change.values().stream()
                .anyMatch(paths -> ((Document) paths)
                        .keySet().stream().anyMatch(path -> path.equals(field) || path.startsWith(field + ".")));
    }

    /** Gives the document an id, for the stores would each make up another one. */
    Update insertingOne() {
        Document filter = new Document("_id", documents.id());
        if (draw.oneIn(3)) {
            String path = draw.from(List.of("a", "b", "n", "c.d"));
            Object value = documents.value(path);
            filter.append(path, draw.oneIn(2) && !(value instanceof Document) ? value : new Document("$eq", value));
        }
        return new Update(filter, change());
    }

    Update insertingWhenNoneMatches() {
        Update many = ofMany();
        Document change = new Document(many.change()).append("$setOnInsert", new Document("_id", documents.id()));
        return new Update(new Document("$and", List.of(many.filter())), change, many.arrayFilters());
    }
}
