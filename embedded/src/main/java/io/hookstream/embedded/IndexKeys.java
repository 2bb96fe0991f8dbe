package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an index has of a document: the encoded values of its fields, several times if a field has an array. */
final class IndexKeys {

    private final IndexOptions options;
    private final List<FieldPath> paths;
    private final boolean positions;
    private final DefaultQueryMatcher filter = new DefaultQueryMatcher();

    IndexKeys(IndexOptions options) {
        this.options = options;
        this.paths =
                options.keys().stream().map(key -> FieldPath.of(key.getKey())).toList();
        this.positions = paths.stream().anyMatch(FieldPath::hasPosition);
    }

    boolean havePositions() {
        return positions;
    }

    /** A loop, because it is asked for each index of each document that is written. */
    boolean haveArrays(Document document) {
        for (FieldPath path : paths) {
            if (path.value(document) instanceof Collection<?>) {
                return true;
            }
        }
        return false;
    }

    /** Whether two states of a document surely have the same keys. Most updates do not touch most indexes. */
    boolean areSame(Document before, Document after) {
        return options.filter() == null
                && paths.stream().allMatch(path -> Objects.equals(path.value(before), path.value(after)));
    }

    /** The encoded keys of a document, each once. */
    List<byte[]> of(Document document) {
        if (isLeftOut(document)) {
            return List.of();
        }
        byte[] only = onlyKey(document);
        if (only != null) {
            return List.of(only);
        }
        List<List<@Nullable Object>> combinations = values(document);
        Set<KeyBytes> distinct = new LinkedHashSet<>();
        for (List<@Nullable Object> values : combinations) {
            distinct.add(new KeyBytes(encode(values)));
        }
        return distinct.stream().map(KeyBytes::bytes).toList();
    }

    /** The key of a document without arrays in these fields; null if it has one. */
    private byte @Nullable [] onlyKey(Document document) {
        KeyEncoder encoder = new KeyEncoder();
        for (int i = 0; i < paths.size(); i++) {
            Object value = paths.get(i).value(document);
            if (value instanceof Collection<?>) {
                return null;
            }
            encoder.add(value, options.keys().get(i).isAscending());
        }
        return encoder.toBytes();
    }

    private byte[] encode(List<@Nullable Object> values) {
        KeyEncoder encoder = new KeyEncoder();
        for (int i = 0; i < values.size(); i++) {
            encoder.add(values.get(i), options.keys().get(i).isAscending());
        }
        return encoder.toBytes();
    }

    private boolean isLeftOut(Document document) {
        if (options.filter() != null) {
            return !filter.matches(document, options.filter());
        }
        return options.sparse() && paths.stream().allMatch(path -> path.value(document) instanceof Missing);
    }

    /** The values of the fields; several lists if one of the fields has an array. */
    private List<List<@Nullable Object>> values(Document document) {
        Set<String> arrays = new LinkedHashSet<>();
        List<List<@Nullable Object>> combinations = new ArrayList<>();
        combinations.add(new ArrayList<>());
        for (FieldPath path : paths) {
            String array = path.array(document);
            if (array == null) {
                Object value = path.value(document);
                combinations.forEach(values -> values.add(value));
                continue;
            }
            arrays.add(array);
            List<List<@Nullable Object>> longer = new ArrayList<>();
            for (Object value : path.values(document)) {
                for (List<@Nullable Object> values : combinations) {
                    List<@Nullable Object> combination = new ArrayList<>(values);
                    combination.add(value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        if (arrays.size() > 1) {
            throw new CannotIndexParallelArraysError(arrays.stream()
                    .map(array -> array.substring(array.lastIndexOf('.') + 1))
                    .toList());
        }
        return combinations;
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by its own methods.
    private record KeyBytes(byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof KeyBytes key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** The values that a key encodes, for a message. */
    KeyValue shown(Document document, byte[] key) {
        for (List<@Nullable Object> values : values(document)) {
            if (Arrays.equals(encode(values), key)) {
                values.replaceAll(value -> value instanceof KeyEncoder.EmptyArray ? List.of() : value);
                return new KeyValue(values);
            }
        }
        throw new IllegalStateException("not a key of the document");
    }
}
