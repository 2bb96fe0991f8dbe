package io.hookstream.sagas.deadline;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;
import org.bson.Document;

/**
 * How a query is run, as the store explains it.
 *
 * @param stage {@code IXSCAN} or {@code COLLSCAN}
 * @param index its name, or an empty text
 */
public record Explained(String stage, String index, int examined) {

    public static Explained of(FindIterable<Document> query) {
        Document explained = query.explain(ExplainVerbosity.EXECUTION_STATS);
        Document stage = explained.get("queryPlanner", Document.class).get("winningPlan", Document.class);
        while (stage.get("inputStage") instanceof Document input) {
            stage = input;
        }
        Number examined = explained.get("executionStats", Document.class).get("totalDocsExamined", Number.class);
        return new Explained(stage.getString("stage"), stage.get("indexName", ""), examined.intValue());
    }
}
