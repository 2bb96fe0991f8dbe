package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An ordered update command stops at its first failure, as MongoDB does. The library goes on with the rest, so it is given
 * the updates one at a time.
 */
final class OrderedUpdates {

    private OrderedUpdates() {}

    static boolean isOne(String command, Document query) {
        return command.equalsIgnoreCase("update")
                && !Boolean.FALSE.equals(query.get("ordered"))
                && query.get("updates") instanceof List<?> updates
                && updates.size() > 1;
    }

    /** Runs the updates with a command that takes one, and answers as the command with all of them would. */
    static Document run(Document query, UnaryOperator<Document> command) {
        int matched = 0;
        int modified = 0;
        List<Document> upserted = new ArrayList<>();
        List<Document> errors = List.of();
        List<?> updates = query.get("updates") instanceof List<?> all ? all : List.of();
        for (int i = 0; i < updates.size() && errors.isEmpty(); i++) {
            Document one = query.clone();
            one.put("updates", List.of(updates.get(i)));
            Document reply = command.apply(one);
            matched += number(reply, "n");
            modified += number(reply, "nModified");
            upserted.addAll(documents(reply, "upserted", i));
            errors = documents(reply, "writeErrors", i);
        }
        Document reply = new Document("n", matched).append("nModified", modified);
        if (!upserted.isEmpty()) {
            reply.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static int number(Document reply, String field) {
        return reply.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private static List<Document> documents(Document reply, String field, int index) {
        List<Document> indexed = new ArrayList<>();
        if (reply.get(field) instanceof Iterable<?> found) {
            for (Object each : found) {
                if (each instanceof Document document) {
                    indexed.add(document.clone().append("index", index));
                }
            }
        }
        return indexed;
    }
}
