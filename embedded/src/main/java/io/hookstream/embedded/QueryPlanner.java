package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import io.hookstream.embedded.QueryPlan.KeyFilter;
import io.hookstream.embedded.QueryPlan.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index of a query by one rule: the index of which the query gives the most leading fields a value; among
 * those one that also gives the order asked for; among those one whose next field the query gives a range; then the one
 * with the fewest fields, then the oldest. Without any of that the whole collection is read.
 */
final class QueryPlanner {

    /** More parts of an index than this are not looked for one by one, unless one field has so many values. */
    private static final int MAX_RANGES = 1_000;

    private static final List<String> ID = List.of("_id");

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
        QueryPlan scan = QueryPlan.scan(backwards, order.isEmpty());
        if (natural) {
            return scan;
        }
        boolean byId = isById();
        return indexes.stream()
                .filter(index -> !byId || index.isId())
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

    /** Most commands name documents by their _id alone, and then no other index need be looked at. */
    private boolean isById() {
        Conditions.Field id = conditions.field("_id");
        return order.isEmpty() && id != null && id.points != null && conditions.areAllOf(ID);
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
                combinations *= points == null ? 0 : Math.max(1, points.size());
                leading += combinations == 0 || (combinations > MAX_RANGES && i > 0) ? 0 : 1;
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
                    for (byte[] value : encodedPoints(i)) {
                        byte[] prefix = KeyBounds.join(prefixes.get(p), value);
                        longer.add(prefix);
                        longerFrom.add(i < orderedFrom ? prefix.length : mergedFrom.get(p));
                    }
                }
                prefixes = longer;
                mergedFrom = longerFrom;
            }
            List<KeyRange> ranges = new ArrayList<>();
            for (int p = 0; p < prefixes.size(); p++) {
                byte[] prefix = prefixes.get(p);
                KeyBounds keys =
                        range ? rangeOf(points).behind(prefix) : new KeyBounds(prefix, KeyEncoder.after(prefix));
                if (!keys.isEmpty()) {
                    ranges.add(new KeyRange(keys, mergedFrom.get(p)));
                }
            }
            ranges.sort(Comparator.comparing(each -> each.keys().from(), Arrays::compareUnsigned));
            return new QueryPlan(index, ranges, filters(), descending, order.isEmpty() || ordered, isExact());
        }

        private Collection<byte[]> encodedPoints(int field) {
            return KeyBounds.points(
                    Objects.requireNonNull(pointsOf(field)), fields.get(field).isAscending(), index.isMultikey());
        }

        private KeyBounds rangeOf(int field) {
            IndexKey key = fields.get(field);
            Conditions.Field demanded = Objects.requireNonNull(conditions.field(key.getKey()));
            return KeyBounds.range(demanded, key.isAscending(), index.isMultikey());
        }

        /** With an array, another entry of the same document may have what this one lacks. */
        private List<KeyFilter> filters() {
            List<KeyFilter> filters = new ArrayList<>();
            for (int i = points + (range ? 1 : 0); i < fields.size() && !index.isMultikey(); i++) {
                Conditions.Field demanded = conditions.field(fields.get(i).getKey());
                if (demanded != null && demanded.points != null) {
                    filters.add(new KeyFilter(
                            i,
                            encodedPoints(i).stream()
                                    .map(point -> new KeyBounds(point, KeyEncoder.after(point)))
                                    .toList(),
                            demanded.patterns));
                } else if (demanded != null && (demanded.hasRange() || !demanded.patterns.isEmpty())) {
                    filters.add(new KeyFilter(i, demanded.hasRange() ? List.of(rangeOf(i)) : null, demanded.patterns));
                }
            }
            return filters;
        }

        /** Whether what is read is what the query asks for: its keys tell all that it demands. */
        private boolean isExact() {
            List<String> paths = fields.stream().map(IndexKey::getKey).toList();
            boolean both = paths.stream()
                    .map(conditions::field)
                    .anyMatch(field -> field != null && field.points != null && field.hasRange());
            return !index.isMultikey() && !both && conditions.areAllOf(paths);
        }
    }
}
