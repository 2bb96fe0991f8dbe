package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.List;
import java.util.function.Supplier;

/**
 * An ordered update command stops at its first failure, as MongoDB does. The library goes on with the rest, so those are
 * refused, and of that nothing is told.
 */
final class OrderedUpdates {

    private static final String ERRORS = "writeErrors";

    private boolean failed;

    static boolean isOne(String command, Document query) {
        return command.equalsIgnoreCase("update")
                && !Boolean.FALSE.equals(query.get("ordered"))
                && query.get("updates") instanceof List<?> updates
                && updates.size() > 1;
    }

    /** What the command answers that MongoDB would. */
    static Document answer(Document reply) {
        if (reply.get(ERRORS) instanceof List<?> errors && errors.size() > 1) {
            reply.put(ERRORS, List.of(errors.getFirst()));
        }
        return reply;
    }

    /** One update of the command. */
    Document next(Supplier<Document> update) {
        if (failed) {
            throw new MongoServerException("an earlier update of the command failed");
        }
        try {
            return update.get();
        } catch (MongoServerException e) {
            failed = true;
            throw e;
        }
    }
}
