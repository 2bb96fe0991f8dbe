package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
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

    Document apply(Document before) {
        Document after = before.clone();
        after.putAll(fields);
        return after;
    }
}
