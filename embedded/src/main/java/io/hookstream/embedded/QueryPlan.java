package io.hookstream.embedded;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the documents of a query are found.
 *
 * @param index the index that is read; null if the whole collection is
 * @param ranges the parts of the index that are read, in its order, none twice
 * @param filters what is demanded of the keys beside their range, before their documents are read
 * @param descending whether they are read from their ends
 * @param sorted whether what is read this way comes in the order that the query asks for
 * @param exact whether each document found matches the query, so that it need not be checked
 */
record QueryPlan(
        @Nullable DocumentIndex index,
        List<KeyRange> ranges,
        List<KeyFilter> filters,
        boolean descending,
        boolean sorted,
        boolean exact) {

    /**
     * A part of an index.
     *
     * @param prefix the length of what all its keys begin with; ranges that are merged are merged by what comes after
     */
    record KeyRange(KeyBounds keys, int prefix) {}

    /**
     * A demand on one field of the keys.
     *
     * @param field the position of the field in the index
     * @param allowed the field's value must be in one of these, so no value may if there are none; any may if null
     * @param patterns must be found in its text
     */
    record KeyFilter(int field, @Nullable List<KeyBounds> allowed, List<Pattern> patterns) {

        boolean accepts(byte[] entry, int from, int to, boolean ascending) {
            if (allowed != null && allowed.stream().noneMatch(bounds -> bounds.contains(entry, from, to))) {
                return false;
            }
            if (patterns.isEmpty()) {
                return true;
            }
            String text = KeyEncoder.text(entry, from, to, ascending);
            return text != null
                    && patterns.stream()
                            .allMatch(pattern -> pattern.matcher(text).find());
        }
    }

    static QueryPlan scan(boolean descending, boolean sorted) {
        return new QueryPlan(null, List.of(), List.of(), descending, sorted, false);
    }

    /** Whether several ranges must be read side by side to give the order. */
    boolean isMerge() {
        return sorted && ranges.size() > 1 && ranges.getFirst().prefix() > 0;
    }

    /** Whether an entry that is in one of the ranges can be what the query asks for. */
    boolean accepts(byte[] entry) {
        if (index == null || filters.isEmpty()) {
            return true;
        }
        int start = 0;
        int field = 0;
        for (KeyFilter filter : filters) {
            for (; field < filter.field(); field++) {
                start = KeyEncoder.end(entry, start, index.fields().get(field).isAscending());
            }
            boolean ascending = index.fields().get(field).isAscending();
            if (!filter.accepts(entry, start, KeyEncoder.end(entry, start, ascending), ascending)) {
                return false;
            }
        }
        return true;
    }
}
