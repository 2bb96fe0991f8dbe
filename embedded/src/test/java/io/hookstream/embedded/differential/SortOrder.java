package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.Document;

/**
 * Where the oracle does not sort: it takes each of two empty arrays for less than the other, knows nothing of an empty array
 * inside another one, and sorts an array in an array or in a document by its least element.
 */
final class SortOrder {

    private SortOrder() {}

    /** This command, sorted by the id alone if the oracle cannot sort these documents as it asks. */
    static Document decided(Document command, List<Document> documents) {
        if (command.get("sort") instanceof Document sort && !isDecided(sort, documents)) {
            return new Document(command).append("sort", new Document("_id", 1));
        }
        if (command.get("pipeline") instanceof List<?> stages) {
            List<Object> decided = new ArrayList<>(stages);
            decided.replaceAll(stage -> stage instanceof Document document
                            && document.get("$sort") instanceof Document sort
                            && !isDecided(sort, documents)
                    ? new Document("$sort", new Document("_id", 1))
                    : stage);
            return new Document(command).append("pipeline", decided);
        }
        return command;
    }

    private static boolean isDecided(Document sort, List<Document> documents) {
        return sort.keySet().stream().allMatch(path -> {
            int empty = 0;
            for (Document document : documents) {
                Object value = at(document, List.of(path.split("\\.")));
                if (value == Unsortable.VALUE) {
                    return false;
                }
                empty += value instanceof List<?> list && list.isEmpty() ? 1 : 0;
            }
            return empty < 2;
        });
    }

    private enum Unsortable {
        VALUE
    }

    private static Object at(Object value, List<String> path) {
        if (path.isEmpty()) {
            return hidesArray(value) ? Unsortable.VALUE : value;
        }
        if (value instanceof List<?> list) {
            boolean unsortable = list.isEmpty()
                    || list.stream()
                            .map(each -> each instanceof List ? Unsortable.VALUE : at(each, path))
                            .anyMatch(each ->
                                    each == Unsortable.VALUE || List.of().equals(each));
            return unsortable ? Unsortable.VALUE : null;
        }
        return value instanceof Document document
                ? at(document.get(path.getFirst()), path.subList(1, path.size()))
                : null;
    }

    private static boolean hidesArray(Object value) {
        Collection<?> parts = value instanceof Document document
                ? document.values()
                : value instanceof List<?> list ? list : List.of();
        return parts.stream().anyMatch(part -> part instanceof List || hidesArray(part));
    }
}
