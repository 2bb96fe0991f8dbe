package io.hookstream.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * Commands in a form of which the oracle thinks as MongoDB does.
 *
 * <ul>
 *   <li>Its unique indexes find a document twice for two elements of its array, and with {@code $in} they lose those that
 *       have no value. It uses one only if the filter names its fields, so the filter is hidden.
 *   <li>Several operators on an array may each be met by another element, but it looks for one that meets all, or heeds only
 *       one of them. So each gets a condition of its own.
 * </ul>
 */
final class Unindexed {

    private Unindexed() {}

    static Document read(Document command) {
        Document unindexed = new Document(command);
        for (String field : List.of("filter", "query", "q")) {
            unindexed.computeIfPresent(
                    field, (name, filter) -> new Document("$and", List.of(separated((Document) filter))));
        }
        for (String field : List.of("updates", "deletes")) {
            unindexed.computeIfPresent(
                    field,
                    (name, each) -> ((List<?>) each)
                            .stream().map(one -> read((Document) one)).toList());
        }
        unindexed.computeIfPresent(
                "pipeline",
                (name, stages) -> ((List<?>) stages)
                        .stream().map(stage -> stage((Document) stage)).toList());
        return unindexed;
    }

    private static Document stage(Document stage) {
        return stage.get("$match") instanceof Document filter ? new Document("$match", separated(filter)) : stage;
    }

    private static Document separated(Document filter) {
        Document rest = new Document();
        List<Document> all = new ArrayList<>(List.of(rest));
        filter.forEach((path, condition) -> {
            if (path.startsWith("$") && condition instanceof List<?> parts) {
                rest.append(
                        path,
                        parts.stream().map(part -> separated((Document) part)).toList());
            } else if (condition instanceof Document operators
                    && operators.size() > 1
                    && operators.keySet().stream().allMatch(operator -> operator.startsWith("$"))
                    && !operators.containsKey("$regex")) {
                operators.forEach((operator, operand) -> all.add(new Document(path, new Document(operator, operand))));
            } else {
                rest.append(path, condition);
            }
        });
        return all.size() == 1 ? rest : new Document("$and", all);
    }
}
