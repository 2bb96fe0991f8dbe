package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a query can match at all, both ends included; an absent end is open. The query itself is still checked on
 * each document, so the range may be too wide but not too narrow.
 */
record IdRange(@Nullable String from, @Nullable String to) {

    static IdRange of(Document query) {
        IdRange range = new IdRange(null, null);
        Object id = query.get("_id");
        if (id instanceof String only) {
            range = new IdRange(only, only);
        } else if (id instanceof Document conditions) {
            for (String operator : conditions.keySet()) {
                range = range.and(operator, conditions.get(operator));
            }
        }
        if (query.get("$and") instanceof List<?> all) {
            for (Object part : all) {
                range = part instanceof Document document ? range.and(of(document)) : range;
            }
        }
        return range;
    }

    private IdRange and(String operator, @Nullable Object value) {
        if (!(value instanceof String bound)) {
            return this;
        }
        return switch (operator) {
            case "$gt", "$gte" -> and(new IdRange(bound, null));
            case "$lt", "$lte" -> and(new IdRange(null, bound));
            case "$eq" -> and(new IdRange(bound, bound));
            default -> this;
        };
    }

    private IdRange and(IdRange other) {
        String low = from == null || (other.from != null && other.from.compareTo(from) > 0) ? other.from : from;
        String high = to == null || (other.to != null && other.to.compareTo(to) < 0) ? other.to : to;
        return new IdRange(low, high);
    }

    Stream<Document> in(MVMap<Object, Document> documents, boolean descending) {
        Cursor<Object, Document> cursor = documents.cursor(descending ? to : from, descending ? from : to, descending);
        Iterator<Document> values = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Document next() {
                cursor.next();
                return cursor.getValue();
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(values, Spliterator.ORDERED), false);
    }
}
