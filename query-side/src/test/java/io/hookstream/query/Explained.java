package io.hookstream.query;

import com.mongodb.client.MongoDatabase;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * How a store carries a read command out, as its {@code explain} command tells.
 *
 * @param stages of the plan that it chose; {@code COLLSCAN} looks at the whole collection
 * @param examined how many documents it read to find those that match
 * @param returned how many it found
 */
record Explained(List<String> stages, long examined, long returned) {

    static Explained of(MongoDatabase database, BsonDocument command) {
        BsonDocument plain = command.clone();
        // What belongs to its transport, and its time limit.
        plain.keySet().removeIf(key -> key.startsWith("$") || key.equals("lsid") || key.equals("maxTimeMS"));
        return of(database.runCommand(new Document("explain", plain).append("verbosity", "executionStats")));
    }

    /**
     * Reads the answer wherever its parts are: of an aggregation, planner and statistics are those of its first stage,
     * unless the whole was carried out as one plan.
     */
    static Explained of(Document answer) {
        List<String> stages = nested(answer)
                .flatMap(document -> nested(document.get("winningPlan")))
                .filter(document -> document.get("stage") instanceof String)
                .map(document -> document.getString("stage"))
                .distinct()
                .toList();
        Document statistics = nested(answer)
                .filter(document -> document.containsKey("totalDocsExamined"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No execution statistics in " + answer.toJson()));
        if (stages.isEmpty()) {
            throw new AssertionError("No plan in " + answer.toJson());
        }
        return new Explained(stages, number(statistics, "totalDocsExamined"), number(statistics, "nReturned"));
    }

    private static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }

    /** The document and all that are in it, from the outside in. */
    private static Stream<Document> nested(@Nullable Object value) {
        return switch (value) {
            case Document document ->
                Stream.concat(Stream.of(document), document.values().stream().flatMap(Explained::nested));
            case Collection<?> values -> values.stream().flatMap(Explained::nested);
            case null, default -> Stream.empty();
        };
    }
}
