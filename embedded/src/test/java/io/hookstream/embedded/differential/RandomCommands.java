package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** A sequence of commands to a collection of the name {@link #COLLECTION}, the same for the same seed. */
final class RandomCommands {

    static final String COLLECTION = "things";

    private static final List<String> SORTABLE = List.of("a", "b", "n", "c.d", "items.k", "items.n", "a.x", "tags");
    private static final List<Document> PROJECTIONS = List.of(
            new Document("a", 1).append("n", 1),
            new Document("a", 1).append("n", 1).append("_id", 0),
            new Document("b", 1),
            new Document("tags", 0).append("c", 0),
            new Document("c.d", 1),
            new Document("c.d", 0),
            new Document("items.k", 1).append("items.n", 1),
            new Document("items.k", 0),
            new Document("items", new Document("$elemMatch", new Document("k", 1))));

    private final Draw draw;
    private final Kind kind;
    private final RandomDocuments documents;
    private final RandomFilters filters;
    private final RandomUpdates updates;
    private final List<Document> indexes;

    private RandomCommands(long seed, Kind kind) {
        this.kind = kind;
        draw = new Draw(seed);
        indexes = new RandomIndexes(draw, kind).some();
        documents = new RandomDocuments(draw, indexes);
        filters = new RandomFilters(draw, documents, indexes);
        updates = new RandomUpdates(draw, documents, filters, kind, RandomIndexes.uniqueFields(indexes));
    }

    static List<Document> of(long seed, Kind kind) {
        return new RandomCommands(seed, kind).sequence();
    }

    private List<Document> sequence() {
        List<Document> commands = new ArrayList<>(draw.some(4, 12, this::insert));
        commands.addAll(draw.some(10, 30, () -> draw.oneIn(2) ? write() : read()));
        for (Document index : indexes) {
            // Half of them before there are documents.
            int position = Math.max(0, draw.between(-commands.size(), commands.size()));
            commands.add(position, command("createIndexes").append("indexes", List.of(index)));
            if (draw.oneIn(8)) {
                commands.add(
                        draw.between(position + 1, commands.size()),
                        command("dropIndexes").append("index", index.get("name")));
            }
        }
        return commands;
    }

    private Document write() {
        return draw.any(
                this::insert,
                () -> update(updates.ofOne(), false, false),
                () -> update(updates.ofOne(), false, false),
                () -> update(updates.ofOne(), false, false),
                this::updatesOfSome,
                () -> update(updates.ofMany(), true, false),
                () -> update(updates.ofMany(), true, false),
                () -> update(updates.insertingOne(), false, true),
                () -> update(updates.insertingWhenNoneMatches(), true, true),
                this::findAndModify,
                this::findAndModify,
                this::delete);
    }

    private Document read() {
        return draw.any(
                this::find,
                this::find,
                this::find,
                this::find,
                this::find,
                this::count,
                this::distinct,
                this::aggregate);
    }

    private static Document command(String name) {
        return new Document(name, COLLECTION);
    }

    private Document insert() {
        int count = draw.oneIn(2) ? draw.between(2, 4) : 1;
        return command("insert")
                .append("ordered", draw.oneIn(2))
                .append("documents", draw.some(count, count, documents::documentWithId));
    }

    private static Document update(RandomUpdates.Update update, boolean multi, boolean upsert) {
        return command("update").append("ordered", false).append("updates", List.of(entry(update, multi, upsert)));
    }

    /** Unordered ones: the oracle goes on after a failure even if they are ordered. */
    private Document updatesOfSome() {
        return command("update")
                .append("ordered", false)
                .append("updates", draw.some(2, 3, () -> entry(updates.ofOne(), false, false)));
    }

    private static Document entry(RandomUpdates.Update update, boolean multi, boolean upsert) {
        Document entry = new Document("q", update.filter())
                .append("u", update.change())
                .append("multi", multi)
                .append("upsert", upsert);
        if (!update.arrayFilters().isEmpty()) {
            entry.append("arrayFilters", update.arrayFilters());
        }
        return entry;
    }

    private Document findAndModify() {
        Document command =
                command("findAndModify").append("query", filters.filter()).append("sort", sort());
        if (draw.oneIn(3)) {
            return command.append("remove", true);
        }
        if (draw.oneIn(2)) {
            command.append("fields", draw.from(PROJECTIONS));
        }
        if (draw.oneIn(3)) {
            RandomUpdates.Update one = updates.insertingOne();
            return command.append("query", one.filter())
                    .append("update", one.change())
                    .append("upsert", true)
                    .append("new", draw.oneIn(2));
        }
        return command.append("update", updates.change()).append("new", draw.oneIn(2));
    }

    private Document delete() {
        Document one = new Document("_id", documents.id());
        if (draw.oneIn(2)) {
            filters.filter().forEach(one::putIfAbsent);
        }
        Document delete = draw.oneIn(3)
                ? new Document("q", filters.filter()).append("limit", 0)
                : new Document("q", one).append("limit", 1);
        return command("delete").append("deletes", List.of(delete));
    }

    private Document find() {
        Document command = command("find").append("filter", draw.oneIn(10) ? filters.ofOneItem() : filters.filter());
        if (draw.oneIn(3)) {
            command.append("projection", draw.from(PROJECTIONS));
        }
        if (!draw.oneIn(3)) {
            command.append("sort", sort());
            if (draw.oneIn(2)) {
                command.append("skip", draw.below(4)).append("limit", draw.between(1, 4));
            }
        }
        return command.append("batchSize", 1_000);
    }

    /** Ends with the id, so that no order is left to the store. */
    private Document sort() {
        Document sort = new Document();
        for (int left = draw.between(0, 2); left > 0; left--) {
            sort.append(draw.oneIn(2) ? draw.from(SORTABLE) : draw.from(RandomIndexes.paths(indexes)), direction());
        }
        return sort.append("_id", direction());
    }

    private int direction() {
        return draw.oneIn(2) ? 1 : -1;
    }

    private Document count() {
        Document command = command("count").append("query", filters.filter());
        return draw.oneIn(3) ? command.append("skip", 1).append("limit", draw.between(1, 4)) : command;
    }

    /**
     * Of no path through an array, since the oracle breaks the connection when an element lacks the field, and of no arrays
     * in arrays, of which it takes an empty one and one of nulls for equal.
     */
    private Document distinct() {
        String path = draw.from(List.of("a", "b", "n"));
        return command("distinct").append("key", path).append("query", filters.filter());
    }

    private Document aggregate() {
        List<Document> stages = new ArrayList<>();
        stages.add(new Document("$match", filters.filter()));
        stages.addAll(
                draw.<List<Document>>any(this::sorted, this::grouped, this::unwound, this::counted, this::joined));
        return command("aggregate").append("pipeline", stages).append("cursor", new Document());
    }

    private List<Document> sorted() {
        return List.of(
                new Document("$sort", sort()),
                new Document("$skip", draw.below(2)),
                new Document("$limit", draw.between(1, 5)),
                new Document("$project", new Document("a", 1).append("n", 1)));
    }

    /** Sorted before: the first of several equal numbers gives its type to the group, and a sum adds in some order. */
    private List<Document> grouped() {
        Document group = new Document("_id", draw.from(List.of("$n", "$b")))
                .append("count", new Document("$sum", 1))
                .append("sum", new Document("$sum", "$n"))
                .append("least", new Document("$min", "$b"))
                .append("greatest", new Document("$max", "$n"))
                .append("ids", new Document("$push", "$_id"));
        return List.of(byId(), new Document("$group", group), byId());
    }

    private List<Document> unwound() {
        Document unwind = new Document("path", draw.oneIn(2) ? "$tags" : "$items")
                .append("preserveNullAndEmptyArrays", draw.oneIn(2))
                .append("includeArrayIndex", "index");
        return List.of(byId(), new Document("$unwind", unwind), new Document("$match", filters.filter()));
    }

    private List<Document> counted() {
        return List.of(new Document("$count", "count"));
    }

    /** Counts what it joined, which comes in no given order. The oracle loses those without a value in a sparse unique index. */
    private List<Document> joined() {
        List<String> foreign =
                kind == Kind.UNIQUE ? List.of("tags", "items.k") : List.of("n", "b", "a", "tags", "items.k");
        Document lookup = new Document("from", COLLECTION)
                .append("localField", draw.from(List.of("n", "b")))
                .append("foreignField", draw.from(foreign))
                .append("as", "same");
        return List.of(
                byId(),
                new Document("$lookup", lookup),
                new Document("$project", new Document("count", new Document("$size", "$same"))));
    }

    private static Document byId() {
        return new Document("$sort", new Document("_id", 1));
    }
}
