package io.hookstream.embedded;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;
import org.bson.Document;

/**
 * How a query is run, as MongoDB explains it.
 *
 * @param stage what the documents are found by, {@code IXSCAN} or {@code COLLSCAN}
 * @param index the name of the index, or an empty text
 * @param examined how many documents are read
 */
record Plan(String stage, String index, int examined) {

    static Plan of(FindIterable<Document> query) {
        Document explained = query.explain(ExplainVerbosity.EXECUTION_STATS);
        Document stage = explained.get("queryPlanner", Document.class).get("winningPlan", Document.class);
        while (stage.get("inputStage") instanceof Document input) {
            stage = input;
        }
        Number examined = explained.get("executionStats", Document.class).get("totalDocsExamined", Number.class);
        return new Plan(stage.getString("stage"), stage.get("indexName", ""), examined.intValue());
    }
}
