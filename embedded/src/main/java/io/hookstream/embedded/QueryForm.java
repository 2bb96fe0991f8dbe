package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a query into a form of which the library's matcher thinks as MongoDB does of the original:
 *
 * <ul>
 *   <li>a regular expression matches text only, where the matcher tries it on the text form of everything;
 *   <li>several operators on an array may each be met by another element, where the matcher looks for one element that
 *       meets all, or heeds only one of them.
 * </ul>
 */
final class QueryForm {

    private static final Document TEXT = new Document("$type", "string");

    private QueryForm() {}

    static Document of(Document query) {
        Document form = new Document();
        List<Document> demands = new ArrayList<>();
        query.forEach((path, demand) -> {
            if (path.startsWith("$")) {
                form.put(path, ofParts(demand));
            } else if (BsonRegularExpression.isRegularExpression(demand)) {
                form.put(path, demand);
                demands.add(new Document(path, TEXT));
            } else if (demand instanceof Document operators && areSeparate(operators)) {
                operators.forEach(
                        (operator, operand) -> demands.add(new Document(path, new Document(operator, operand))));
            } else {
                form.put(path, demand);
            }
        });
        if (demands.isEmpty()) {
            return form;
        }
        demands.addFirst(form);
        return new Document("$and", demands);
    }

    /** An aggregation with all its filters in this form. */
    static Document ofPipeline(Document aggregate) {
        if (!(aggregate.get("pipeline") instanceof List<?> stages)) {
            return aggregate;
        }
        return aggregate
                .clone()
                .append(
                        "pipeline",
                        stages.stream()
                                .map(stage -> stage instanceof Document one
                                                && one.size() == 1
                                                && one.get("$match") instanceof Document filter
                                        ? new Document("$match", of(filter))
                                        : stage)
                                .toList());
    }

    private static Object ofParts(Object demand) {
        return demand instanceof List<?> parts
                ? parts.stream()
                        .map(part -> part instanceof Document one ? of(one) : part)
                        .toList()
                : demand;
    }

    private static boolean areSeparate(Document operators) {
        return operators.size() > 1
                && operators.keySet().stream().allMatch(operator -> operator.startsWith("$"))
                && !operators.containsKey("$regex")
                && !operators.containsKey("$ref");
    }
}
