package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.hookstream.embedded.QueryExecution.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers the {@code explain} command in MongoDB's form: how a command finds its documents and, unless only the planner is
 * asked, how many it examines. It runs the query and changes nothing.
 */
final class Explain {

    private static final int COMMAND_NOT_FOUND = 59;

    private final DocumentStorage storage;
    private final DocumentDatabase database;

    Explain(DocumentStorage storage, DocumentDatabase database) {
        this.storage = storage;
        this.database = database;
    }

    Document explain(Document query) {
        Document explained = query.get("explain") instanceof Document given ? given : new Document();
        if (explained.isEmpty()) {
            throw new MongoServerError(COMMAND_NOT_FOUND, "CommandNotFound", "explain needs a command");
        }
        Map.Entry<String, Object> command = explained.entrySet().iterator().next();
        DocumentCollection collection = database.collection(String.valueOf(command.getValue()));
        Request request = request(command.getKey(), explained);
        boolean plannerOnly = "queryPlanner".equals(query.get("verbosity"));
        Document reply = collection == null || collection.table().isMissing()
                ? plan("EOF", null).append("executionStats", stats(0, 0, 0, 0))
                : explain(collection, request, plannerOnly);
        Utils.markOkay(reply);
        return reply;
    }

    private static Request request(String command, Document explained) {
        return switch (command) {
            case "find" ->
                new Request(
                        document(explained, "filter"),
                        optional(explained, "sort"),
                        number(explained, "skip"),
                        number(explained, "limit"));
            case "count", "distinct" ->
                new Request(document(explained, "query"), null, number(explained, "skip"), number(explained, "limit"));
            case "findAndModify", "findandmodify" ->
                new Request(document(explained, "query"), optional(explained, "sort"), 0, 1);
            case "update" -> firstOf(explained, "updates");
            case "delete" -> firstOf(explained, "deletes");
            case "aggregate" -> {
                PipelineHead head = PipelineHead.of(explained);
                yield head == null
                        ? new Request(new Document(), null, 0, 0)
                        : new Request(head.filter(), head.order(), 0, head.limit());
            }
            default ->
                throw new MongoServerError(
                        COMMAND_NOT_FOUND, "CommandNotFound", "Explain failed due to unknown command: " + command);
        };
    }

    private static Request firstOf(Document explained, String changes) {
        if (explained.get(changes) instanceof List<?> all
                && all.size() == 1
                && all.getFirst() instanceof Document change) {
            return new Request(document(change, "q"), null, 0, number(change, "limit"));
        }
        throw new MongoServerError(COMMAND_NOT_FOUND, "InvalidLength", "explain takes one of the " + changes);
    }

    private Document explain(DocumentCollection collection, Request request, boolean plannerOnly) {
        long started = System.nanoTime();
        QueryPlan plan = QueryPlanner.plan(
                request.query(), request.order(), collection.indexes().usable());
        Document reply = plan(plan.index() == null ? "COLLSCAN" : "FETCH", plan);
        if (plannerOnly) {
            return reply;
        }
        QueryExecution execution = collection.execute(request, null);
        int returned = 0;
        while (execution.next() != null) {
            returned++;
            storage.checkTime();
        }
        return reply.append(
                "executionStats",
                stats(
                        returned,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
                        execution.keysExamined(),
                        execution.documentsExamined()));
    }

    private static Document stats(int returned, long millis, long keys, long documents) {
        return new Document("executionSuccess", true)
                .append("nReturned", returned)
                .append("executionTimeMillis", millis)
                .append("totalKeysExamined", keys)
                .append("totalDocsExamined", documents);
    }

    private Document plan(String stage, @Nullable QueryPlan plan) {
        Document winning = new Document("stage", stage);
        if (plan != null && plan.index() != null) {
            winning.append(
                    "inputStage",
                    new Document("stage", "IXSCAN")
                            .append("keyPattern", plan.index().options().keyPattern())
                            .append("indexName", plan.index().getName())
                            .append("isMultiKey", plan.index().isMultikey())
                            .append("isUnique", plan.index().isUnique())
                            .append("direction", plan.descending() ? "backward" : "forward")
                            .append("ranges", plan.ranges().size()));
        }
        if (plan != null && !plan.sorted()) {
            winning = new Document("stage", "SORT").append("inputStage", winning);
        }
        return new Document("queryPlanner", new Document("winningPlan", winning).append("rejectedPlans", List.of()));
    }

    private static Document document(Document of, String field) {
        Document found = optional(of, field);
        return found == null ? new Document() : found;
    }

    private static @Nullable Document optional(Document of, String field) {
        return of.get(field) instanceof Document found ? found : null;
    }

    private static int number(Document of, String field) {
        return of.get(field) instanceof Number found ? Math.abs(found.intValue()) : 0;
    }
}
