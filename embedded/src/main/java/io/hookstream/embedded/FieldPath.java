package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of an indexed field, and what it leads to in a document. */
record FieldPath(List<String> names) {

    static FieldPath of(String path) {
        return new FieldPath(List.of(path.split("\\.", -1)));
    }

    /** An index does not know the positions within arrays that such a path asks for. */
    boolean hasPosition() {
        return names.stream().anyMatch(name -> !name.isEmpty() && name.chars().allMatch(Character::isDigit));
    }

    /** The one value, if there is no array on the way and none at the end; else an array. Never null but for null. */
    @Nullable
    Object value(Document document) {
        Object value = document;
        for (String name : names) {
            if (value instanceof Collection<?>) {
                return value;
            }
            value = value instanceof Document within ? within.getOrMissing(name) : Missing.getInstance();
        }
        return value;
    }

    /** All values that a condition on this path may match, at least one. */
    List<@Nullable Object> values(Document document) {
        List<@Nullable Object> values = new ArrayList<>(1);
        collect(document, 0, values);
        return values;
    }

    private void collect(@Nullable Object value, int depth, List<@Nullable Object> values) {
        if (value instanceof Collection<?> elements) {
            if (elements.isEmpty()) {
                values.add(KeyEncoder.EmptyArray.INSTANCE);
            }
            for (Object element : elements) {
                if (depth == names.size() || !(element instanceof Document)) {
                    values.add(depth == names.size() ? element : Missing.getInstance());
                } else {
                    collect(element, depth, values);
                }
            }
        } else if (depth == names.size()) {
            values.add(value);
        } else {
            collect(
                    value instanceof Document within ? within.getOrMissing(names.get(depth)) : Missing.getInstance(),
                    depth + 1,
                    values);
        }
    }

    /** The path to the first array on the way; null if there is none. */
    @Nullable
    String array(Document document) {
        Object value = document;
        for (int i = 0; i < names.size(); i++) {
            value = value instanceof Document within ? within.getOrMissing(names.get(i)) : Missing.getInstance();
            if (value instanceof Collection<?>) {
                return String.join(".", names.subList(0, i + 1));
            }
        }
        return null;
    }
}
