package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Iterator;

/** An update that is a whole document, for the one with its id. */
final class Replacement {

    static final String ID = "_id";

    private Replacement() {}

    /** Only of the plainest form: the id first, a text, and no name that a check could object to. */
    static boolean isOne(Document selector, Document update) {
        Iterator<String> names = update.keySet().iterator();
        if (!names.hasNext()
                || !names.next().equals(ID)
                || !(update.get(ID) instanceof String id)
                || selector.size() != 1
                || !id.equals(selector.get(ID))) {
            return false;
        }
        while (names.hasNext()) {
            String name = names.next();
            if (name.startsWith("$") || name.contains(".")) {
                return false;
            }
        }
        return true;
    }
}
