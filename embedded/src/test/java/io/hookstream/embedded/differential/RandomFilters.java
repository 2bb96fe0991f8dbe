package io.hookstream.embedded.differential;

import java.util.List;
import org.bson.BsonRegularExpression;
import org.bson.Document;

/**
 * Conditions on the fields of {@link RandomDocuments}, with operands from the same pools.
 *
 * <p>Not drawn, because the oracle has its own idea of them:
 *
 * <ul>
 *   <li>a range whose end is an array or has one, which it compares by its least element;
 *   <li>equality with a document, without {@code $eq}: it finds one with a null in what is no document, and any in an array
 *       of documents that have more fields;
 *   <li>a pattern that the text form of a number, date or document could match, since it matches that too;
 *   <li>a pattern beside other conditions on the same field, which it ignores;
 *   <li>{@code $or} in {@code $elemMatch}, on which it fails when an element is no document.
 * </ul>
 */
final class RandomFilters {

    private static final List<String> PATHS = List.of(
            "_id",
            "_id",
            "a",
            "a",
            "a",
            "b",
            "b",
            "b",
            "n",
            "n",
            "n",
            "c.d",
            "c.d",
            "c",
            "tags",
            "tags",
            "items.k",
            "items.k",
            "items.n",
            "a.x",
            "tags.0",
            "items.0.k",
            "e");
    private static final List<String> PATTERNS = List.of(
            "^a", "^ab", "^ab", "^abc", "^ab*", "^ab?c", "^ab|^b", "^a.c", "^a\\.c", "^ä", "^[ab]", "^ab{0,1}", "^ab$");

    private final Draw draw;
    private final RandomDocuments documents;

    private final List<String> indexed;

    /** Conditions of partial indexes, which must be implied now and then for the index to be of use. */
    private final List<Document> favourites;

    RandomFilters(Draw draw, RandomDocuments documents, List<Document> indexes) {
        this.draw = draw;
        this.documents = documents;
        this.indexed = RandomIndexes.paths(indexes);
        this.favourites = RandomIndexes.partialFilters(indexes);
    }

    Document filter() {
        Document filter = draw.oneIn(5) ? combined() : predicates();
        if (!favourites.isEmpty() && draw.oneIn(3)) {
            for (var each : draw.from(favourites).entrySet()) {
                filter.putIfAbsent(each.getKey(), each.getValue());
            }
        }
        return draw.oneIn(20) ? new Document() : filter;
    }

    private Document combined() {
        Document filter = draw.oneIn(2) ? predicates() : new Document();
        String operator = draw.from(List.of("$or", "$or", "$and", "$nor"));
        return filter.append(operator, draw.some(1, 3, () -> draw.oneIn(8) ? combined() : predicates()));
    }

    private Document predicates() {
        Document filter = new Document();
        for (int left = draw.oneIn(3) ? 2 : 1; left > 0; left--) {
            String path = draw.any(() -> draw.from(PATHS), () -> draw.from(indexed), () -> draw.from(indexed));
            filter.append(path, condition(path));
        }
        return filter;
    }

    Object condition(String path) {
        return draw.<Object>any(
                () -> bare(path),
                () -> bare(path),
                () -> bare(path),
                () -> range(path),
                () -> range(path),
                () -> range(path),
                () -> in("$in", path),
                () -> in("$in", path),
                () -> new Document("$eq", operand(path)),
                () -> new Document("$ne", operand(path)),
                () -> in("$nin", path),
                () -> new Document("$exists", draw.oneIn(2)),
                () -> new Document("$not", negated(path)),
                this::pattern,
                () -> ofArrays(path),
                () -> ofArrays(path),
                () -> new Document("$type", draw.from(List.of("number", "string", "int", "array", "date", "object"))),
                () -> new Document("$mod", List.of(2, draw.below(2))),
                () -> range(path).append("$ne", operand(path)),
                () -> in("$in", path).append("$exists", true),
                () -> in("$in", path).append("$gt", limit(path)));
    }

    private Object bare(String path) {
        Object operand = operand(path);
        return operand instanceof Document ? new Document("$eq", operand) : operand;
    }

    Document range(String path) {
        Document range = new Document();
        if (!draw.oneIn(3)) {
            range.append(draw.oneIn(2) ? "$gt" : "$gte", limit(path));
        }
        if (range.isEmpty() || draw.oneIn(2)) {
            range.append(draw.oneIn(2) ? "$lt" : "$lte", limit(path));
        }
        return range;
    }

    private Document in(String operator, String path) {
        return new Document(operator, draw.some(0, 4, () -> draw.oneIn(12) ? regex() : operand(path)));
    }

    private Object negated(String path) {
        return draw.<Object>any(
                () -> range(path),
                () -> in("$in", path),
                this::regex,
                () -> new Document("$eq", operand(path)),
                () -> new Document("$exists", true));
    }

    private Object pattern() {
        BsonRegularExpression regex = regex();
        return draw.oneIn(2)
                ? regex
                : new Document("$regex", regex.getPattern()).append("$options", regex.getOptions());
    }

    private BsonRegularExpression regex() {
        return new BsonRegularExpression(draw.from(PATTERNS), draw.oneIn(5) ? "i" : "");
    }

    private Document ofArrays(String path) {
        return draw.any(
                () -> new Document("$size", draw.below(4)),
                () -> new Document("$all", draw.some(0, 3, () -> operand(path))),
                () -> new Document("$all", List.of(new Document("$elemMatch", range(path)))),
                () -> new Document("$elemMatch", range(path)),
                () -> new Document("$elemMatch", in("$in", path)));
    }

    /** {@code items.k} and {@code items.n} of one element. */
    Document ofOneItem() {
        return new Document(
                "items",
                new Document("$elemMatch", new Document("k", operand("items.k")).append("n", range("items.n"))));
    }

    private Object limit(String path) {
        Object operand = operand(path);
        while (operand instanceof List || (operand instanceof Document part && part.get("d") instanceof List)) {
            operand = operand(path);
        }
        return operand;
    }

    Object operand(String path) {
        return switch (path) {
            case "_id" -> documents.id();
            case "n", "items.n" -> draw.oneIn(6) ? documents.scalarOrNull() : documents.number();
            case "b" -> documents.scalarOrNull();
            case "c" -> draw.oneIn(2) ? documents.part() : documents.scalarOrNull();
            case "tags" ->
                draw.oneIn(6) ? documents.value("tags") : draw.oneIn(2) ? documents.text() : documents.number();
            case "a" -> documents.value("a");
            default -> documents.scalarOrNull();
        };
    }
}
