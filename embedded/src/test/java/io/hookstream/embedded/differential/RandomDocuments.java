package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * Documents of few fields, whose values come from pools so small that they meet: the same number in several types, texts
 * that begin alike, null beside nothing, arrays beside what is in them.
 *
 * <p>Not drawn, because the oracle has its own idea of them:
 *
 * <ul>
 *   <li>NaN, which it sorts above all numbers, and MongoDB below;
 *   <li>a {@link Decimal128} that no double equals, which it rounds to a double before it compares;
 *   <li>a fraction beyond the range of int, which it cuts off when it compares it with a long;
 *   <li>an array in an array, into which its {@code $in} looks, and MongoDB's does not;
 *   <li>text with surrogates, which it orders by UTF-16 units, and MongoDB by UTF-8 bytes.
 * </ul>
 */
final class RandomDocuments {

    private static final long TWO_TO_53 = 1L << 53;

    private static final List<Object> NUMBERS = List.of(
            0,
            1,
            2,
            3,
            5,
            -1,
            1L,
            2L,
            -7L,
            1.0,
            1.5,
            2.5,
            -0.0,
            Decimal128.parse("1"),
            Decimal128.parse("2.50"),
            Decimal128.parse("5.0"));
    private static final List<Object> LARGE_NUMBERS = List.of(
            TWO_TO_53,
            TWO_TO_53 + 1,
            TWO_TO_53 + 2,
            (double) TWO_TO_53,
            -TWO_TO_53 - 1,
            1L << 40,
            Math.pow(2, 40),
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<String> TEXTS =
            List.of("", "a", "ab", "abc", "abd", "ac", "aB", "b", "ä", "ab\0", "ab\uffee", "a.c");
    private static final List<Object> OTHERS = List.of(
            true,
            false,
            new Date(0),
            new Date(5),
            new Date(-1),
            new ObjectId("000000000000000000000001"),
            new ObjectId("000000000000000000000002"),
            new Binary(new byte[] {1}),
            new Binary(new byte[] {0, (byte) 200}));
    private static final List<Object> MIXED_IDS = List.of(
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            3L,
            4.0,
            4.5,
            TWO_TO_53,
            TWO_TO_53 + 1,
            "a",
            "ab",
            "b",
            "c",
            new Date(1),
            new Date(2),
            true);
    private static final List<Object> TEXT_IDS = List.of(
            "a", "ab", "abc", "abd", "b", "b1", "b2", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "ä");

    private final Draw draw;
    private final List<Object> ids;

    /** Values of one sort, so that they meet more often. */
    private final List<?> favourites;

    /** The oracle can neither change nor delete a document again that has an empty array in a unique index. */
    private final boolean emptyArrays;

    /** Nor one that a sparse unique index leaves out, when the index has another one with a null. */
    private final boolean nulls;

    RandomDocuments(Draw draw, List<Document> indexes) {
        this.draw = draw;
        this.favourites = draw.from(List.of(NUMBERS, LARGE_NUMBERS, LARGE_NUMBERS, TEXTS, TEXTS, OTHERS));
        this.emptyArrays = indexes.stream().noneMatch(index -> index.containsKey("unique"));
        this.nulls = indexes.stream().noneMatch(index -> index.containsKey("unique") && index.containsKey("sparse"));
        this.ids = draw.oneIn(3) ? TEXT_IDS : MIXED_IDS;
    }

    Object id() {
        return draw.from(ids);
    }

    Object number() {
        return draw.from(NUMBERS);
    }

    String text() {
        return draw.from(TEXTS);
    }

    Object scalar() {
        return draw.oneIn(2)
                ? draw.from(favourites)
                : draw.any(
                        this::number, this::text, this::text, () -> draw.from(LARGE_NUMBERS), () -> draw.from(OTHERS));
    }

    private Object stored() {
        return nulls ? scalarOrNull() : scalar();
    }

    Object scalarOrNull() {
        return draw.oneIn(8) ? null : scalar();
    }

    Document document() {
        Document document = new Document();
        for (String field : List.of("a", "b", "n", "c", "tags", "items")) {
            if (!draw.oneIn(4)) {
                document.append(field, value(field));
            }
        }
        return document;
    }

    Document documentWithId() {
        Document document = new Document("_id", id());
        document.putAll(document());
        return document;
    }

    /**
     * What a path may be set to. No compound index here has two fields that may be arrays, since MongoDB refuses such
     * documents and the oracle, which keeps no index, does not: {@code b} and {@code n} never are.
     */
    Object value(String path) {
        return switch (path) {
            case "n" -> nulls && draw.oneIn(12) ? null : number();
            case "b" -> draw.oneIn(2) ? text() : stored();
            case "c" -> draw.any(this::part, this::part, this::part, this::stored, () -> array(this::part));
            case "tags" -> array(this::tag);
            case "items" -> array(this::item);
            case "a" ->
                draw.any(
                        this::scalar,
                        this::scalar,
                        this::stored,
                        this::subdocument,
                        () -> array(this::element),
                        () -> array(this::element));
            default -> draw.oneIn(10) ? arrayOf(this::stored, 1) : stored();
        };
    }

    Document subdocument() {
        return draw.from(List.of(
                new Document("x", 1),
                new Document("x", 1.0),
                new Document("x", "ab"),
                new Document("x", 1).append("y", 2L),
                new Document("y", 2).append("x", 1),
                new Document("x", null),
                new Document()));
    }

    Document part() {
        Document part = new Document();
        if (!draw.oneIn(5)) {
            part.append("d", value("c.d"));
        }
        if (draw.oneIn(4)) {
            part.append("e", stored());
        }
        return part;
    }

    Object item() {
        if (draw.oneIn(12)) {
            return stored();
        }
        Document item = new Document();
        if (!draw.oneIn(5)) {
            item.append("k", value("items.k"));
        }
        if (!draw.oneIn(3)) {
            item.append("n", number());
        }
        return item;
    }

    Object tag() {
        return draw.any(this::text, this::text, this::number, this::stored);
    }

    Object element() {
        return draw.oneIn(6) ? subdocument() : stored();
    }

    List<Object> array(Source element) {
        return arrayOf(element, emptyArrays ? 0 : 1);
    }

    private List<Object> arrayOf(Source element, int atLeast) {
        Object[] elements = new Object[draw.between(atLeast, 3)];
        Arrays.setAll(elements, i -> element.next());
        return new ArrayList<>(Arrays.asList(elements));
    }

    interface Source {
        Object next();
    }
}
