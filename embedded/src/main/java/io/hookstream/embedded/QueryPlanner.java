package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import io.hookstream.embedded.QueryPlan.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index of a query by one rule: the index of which the query gives the most leading fields a value; among
 * those one that also gives the order asked for; among those one whose next field the query gives a range; then the one
 * with the fewest fields, then the oldest. Without any of that the whole collection is read.
 */
final class QueryPlanner {

    /** More parts of an index than this are not looked for one by one. */
    private static final int MAX_RANGES = 1_000;

    private final Conditions conditions;
    private final List<IndexKey> order;
    private final boolean natural;
    private final boolean backwards;

    private QueryPlanner(Document query, @Nullable Document order) {
        this.conditions = Conditions.of(query);
        this.natural = order != null && order.containsKey("$natural");
        this.backwards = order != null && order.get("$natural") instanceof Number sign && sign.intValue() < 0;
        this.order = order == null || natural
                ? List.of()
                : order.entrySet().stream()
                        .map(each -> new IndexKey(
                                each.getKey(), !(each.getValue() instanceof Number sign) || sign.intValue() >= 0))
                        .toList();
    }

    static QueryPlan plan(Document query, @Nullable Document order, List<DocumentIndex> indexes) {
        return new QueryPlanner(query, order).plan(indexes);
    }

    private QueryPlan plan(List<DocumentIndex> indexes) {
        QueryPlan scan = new QueryPlan(null, List.of(), backwards, order.isEmpty(), false);
        if (natural) {
            return scan;
        }
        return indexes.stream()
                .filter(this::isComplete)
                .map(Candidate::new)
                .filter(candidate -> candidate.points > 0 || candidate.range || candidate.ordered)
                .min(Comparator.<Candidate>comparingInt(candidate -> -candidate.points)
                        .thenComparing(candidate -> !candidate.ordered)
                        .thenComparing(candidate -> !candidate.range)
                        .thenComparingInt(candidate -> candidate.fields.size()))
                .map(Candidate::plan)
                .orElse(scan);
    }

    /** Whether the index has every document that the query can match. */
    private boolean isComplete(DocumentIndex index) {
        if (index.hasPositions()) {
            return false;
        }
        Document filter = index.options().filter();
        if (filter != null) {
            return conditions.imply(filter);
        }
        return !index.options().sparse()
                || index.fields().stream()
                        .map(field -> conditions.field(field.getKey()))
                        .anyMatch(field -> field != null && field.excludesMissing());
    }

    /** What one index can do for the query. */
    private final class Candidate {

        private final DocumentIndex index;
        private final List<IndexKey> fields;
        private final int points;
        private final boolean range;

        private boolean ordered;
        private boolean descending;

        /** How many fields stand before those that give the order. */
        private int orderedFrom;

        Candidate(DocumentIndex index) {
            this.index = index;
            this.fields = index.fields();
            int leading = 0;
            long combinations = 1;
            for (int i = 0; i < fields.size() && leading == i; i++) {
                List<@Nullable Object> points = pointsOf(i);
                combinations *= points == null ? MAX_RANGES + 1 : Math.max(1, points.size());
                leading += combinations > MAX_RANGES ? 0 : 1;
            }
            this.points = leading;
            Conditions.Field next = leading < fields.size()
                    ? conditions.field(fields.get(leading).getKey())
                    : null;
            this.range = next != null && next.hasRange();
            this.ordered = !order.isEmpty() && !index.isMultikey() && givesOrder();
        }

        private @Nullable List<@Nullable Object> pointsOf(int field) {
            Conditions.Field demanded = conditions.field(fields.get(field).getKey());
            return demanded == null ? null : demanded.points;
        }

        private boolean givesOrder() {
            int field = 0;
            boolean matched = false;
            for (int i = 0; i < order.size(); ) {
                IndexKey asked = order.get(i);
                if (isConstant(asked.getKey())) {
                    i++;
                } else if (field == fields.size()) {
                    return false;
                } else if (fields.get(field).getKey().equals(asked.getKey())) {
                    boolean backwards = fields.get(field).isAscending() != asked.isAscending();
                    if (matched && backwards != descending) {
                        return false;
                    }
                    orderedFrom = matched ? orderedFrom : field;
                    descending = backwards;
                    matched = true;
                    field++;
                    i++;
                } else if (isConstant(fields.get(field).getKey()) || (!matched && field < points)) {
                    field++;
                } else {
                    return false;
                }
            }
            return matched;
        }

        /** Of a field that is not in this index it is unknown whether it has arrays, of which each element counts. */
        private boolean isConstant(String path) {
            Conditions.Field demanded = conditions.field(path);
            return demanded != null
                    && demanded.points != null
                    && demanded.points.size() == 1
                    && fields.stream().anyMatch(field -> field.getKey().equals(path));
        }

        QueryPlan plan() {
            List<byte[]> prefixes = new ArrayList<>(List.of(new byte[0]));
            List<Integer> mergedFrom = new ArrayList<>(List.of(0));
            for (int i = 0; i < points; i++) {
                List<byte[]> longer = new ArrayList<>();
                List<Integer> longerFrom = new ArrayList<>();
                for (int p = 0; p < prefixes.size(); p++) {
                    for (byte[] value : encoded(Objects.requireNonNull(pointsOf(i)), i)) {
                        byte[] prefix = join(prefixes.get(p), value);
                        longer.add(prefix);
                        longerFrom.add(i < orderedFrom ? prefix.length : mergedFrom.get(p));
                    }
                }
                prefixes = longer;
                mergedFrom = longerFrom;
            }
            List<KeyRange> ranges = new ArrayList<>();
            for (int p = 0; p < prefixes.size(); p++) {
                KeyRange keys = range
                        ? rangeBehind(prefixes.get(p), mergedFrom.get(p))
                        : new KeyRange(prefixes.get(p), KeyEncoder.after(prefixes.get(p)), mergedFrom.get(p));
                if (Arrays.compareUnsigned(keys.from(), keys.to()) < 0) {
                    ranges.add(keys);
                }
            }
            ranges.sort((one, other) -> Arrays.compareUnsigned(one.from(), other.from()));
            return new QueryPlan(index, ranges, descending, order.isEmpty() || ordered, isExact());
        }

        /** Whether what is read is what the query asks for: it demands nothing beside the values and the range. */
        private boolean isExact() {
            int used = points + (range ? 1 : 0);
            List<String> paths =
                    fields.subList(0, used).stream().map(IndexKey::getKey).toList();
            boolean alsoRange = paths.stream()
                    .limit(points)
                    .map(conditions::field)
                    .anyMatch(field -> field != null && field.hasRange());
            return !index.isMultikey() && !alsoRange && conditions.areAllOf(paths);
        }

        /** The encoded values, each once. In an index with arrays an empty one stands beside null. */
        private Collection<byte[]> encoded(List<@Nullable Object> values, int field) {
            Collection<byte[]> encoded = new TreeSet<>(Arrays::compareUnsigned);
            for (Object value : values) {
                encoded.add(encode(value, field));
                if (value == null && index.isMultikey()) {
                    encoded.add(encode(KeyEncoder.EmptyArray.INSTANCE, field));
                }
            }
            return encoded;
        }

        private byte[] encode(@Nullable Object value, int field) {
            return new KeyEncoder().add(value, fields.get(field).isAscending()).toBytes();
        }

        /**
         * With arrays, one element may be above the lower bound and another below the upper one: then the keys from the
         * lower bound on are read.
         */
        private KeyRange rangeBehind(byte[] prefix, int mergedFrom) {
            Conditions.Field demanded =
                    Objects.requireNonNull(conditions.field(fields.get(points).getKey()));
            byte[] from = null;
            byte[] to = null;
            Object lower = demanded.lower;
            Object upper = demanded.upper;
            if (lower != null) {
                from = KeyEncoder.encode(lower);
                from = demanded.lowerIncluded ? from : KeyEncoder.after(from);
                to = endOfKind(lower);
            }
            if (upper != null && (lower == null || !index.isMultikey())) {
                to = KeyEncoder.encode(upper);
                to = demanded.upperIncluded ? KeyEncoder.after(to) : to;
                from = from == null ? startOfKind(upper) : from;
            }
            if (demanded.prefix != null && from == null) {
                from = join(startOfKind(""), escaped(demanded.prefix));
                to = KeyEncoder.after(from);
            }
            return fields.get(points).isAscending()
                    ? new KeyRange(join(prefix, from), join(prefix, to), mergedFrom)
                    : new KeyRange(join(prefix, complement(to)), join(prefix, complement(from)), mergedFrom);
        }

        private static byte[] startOfKind(Object value) {
            return new byte[] {(byte) KeyEncoder.tag(value)};
        }

        private static byte[] endOfKind(Object value) {
            return new byte[] {(byte) (KeyEncoder.tag(value) + 1)};
        }
    }

    /** As the encoder has it, without the end. */
    private static byte[] escaped(String text) {
        byte[] encoded = KeyEncoder.encode(text);
        return Arrays.copyOfRange(encoded, 1, encoded.length - 2);
    }

    /**
     * In a descending field all bytes are complemented. What was from a to before b is then from after the complement of b
     * to after the complement of a, also for keys that only begin with these bytes.
     */
    private static byte[] complement(byte @Nullable [] bytes) {
        byte[] complemented = Objects.requireNonNull(bytes).clone();
        for (int i = 0; i < complemented.length; i++) {
            complemented[i] = (byte) ~complemented[i];
        }
        return KeyEncoder.after(complemented);
    }

    private static byte[] join(byte[] one, byte @Nullable [] other) {
        byte[] second = Objects.requireNonNull(other);
        byte[] joined = Arrays.copyOf(one, one.length + second.length);
        System.arraycopy(second, 0, joined, one.length, second.length);
        return joined;
    }
}
