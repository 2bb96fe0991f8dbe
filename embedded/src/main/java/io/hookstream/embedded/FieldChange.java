package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An update that sets some fields, of the one document with its id. */
record FieldChange(Document fields) {

    private static final String SET = "$set";

    /** Only of the plainest form: the id a text, nothing but a {@code $set}, and of whole fields; null of another. */
    static @Nullable FieldChange of(Document selector, Document update) {
        return selector.size() == 1
                        && selector.get(Replacement.ID) instanceof String
                        && update.size() == 1
                        && update.get(SET) instanceof Document fields
                        && fields.keySet().stream().allMatch(FieldChange::isPlain)
                ? new FieldChange(fields)
                : null;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.startsWith("$") && !name.contains(".") && !name.equals(Replacement.ID);
    }

    /** @return null if it sets a number to an equal one of another type, which the library passes over */
    @Nullable
    Document apply(Document before) {
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            Object old = before.get(field.getKey());
            if (old != null && !old.equals(field.getValue()) && isAlike(old, field.getValue())) {
                return null;
            }
        }
        Document after = before.clone();
        after.putAll(fields);
        return after;
    }

    /** Whether two values may differ by nothing but the types of their numbers. */
    private static boolean isAlike(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number number && other instanceof Number otherNumber) {
            return number.doubleValue() == otherNumber.doubleValue();
        }
        if (one instanceof Document fields && other instanceof Document otherFields) {
            return isAlike(fields.keySet(), otherFields.keySet()) && isAlike(fields.values(), otherFields.values());
        }
        if (one instanceof Collection<?> values && other instanceof Collection<?> otherValues) {
            Iterator<?> others = otherValues.iterator();
            return values.size() == otherValues.size()
                    && values.stream().allMatch(value -> isAlike(value, others.next()));
        }
        return Objects.equals(one, other);
    }
}
