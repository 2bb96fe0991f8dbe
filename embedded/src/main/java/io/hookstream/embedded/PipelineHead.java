package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first stages of an aggregation as far as a query can do them: a filter, an order, and with the order a limit.
 *
 * @param limit how many documents the rest can use; 0 for all
 * @param rest the stages that remain
 */
record PipelineHead(Document filter, @Nullable Document order, int limit, List<Document> rest) {

    /** The head of this aggregation; null if it begins with something else, or is one the library must refuse. */
    static @Nullable PipelineHead of(Document aggregate) {
        if (!(aggregate.get("pipeline") instanceof List<?> given)
                || !given.stream().allMatch(stage -> stage instanceof Document one && one.size() == 1)) {
            return null;
        }
        List<Document> stages = given.stream().map(Document.class::cast).toList();
        int used = 0;
        Document filter = stage(stages, used, "$match");
        used += filter == null ? 0 : 1;
        Document order = stage(stages, used, "$sort");
        used += order == null ? 0 : 1;
        if (used == 0) {
            return null;
        }
        int limit =
                stages.size() > used && stages.get(used).get("$limit") instanceof Integer most && most > 0 ? most : 0;
        return new PipelineHead(
                filter == null ? new Document() : filter, order, limit, stages.subList(used, stages.size()));
    }

    private static @Nullable Document stage(List<Document> stages, int position, String name) {
        return position < stages.size() && stages.get(position).get(name) instanceof Document body ? body : null;
    }

    /** Whether only the number of documents is asked for, as a driver's countDocuments does. */
    boolean counts() {
        return order == null
                && rest.size() == 1
                && rest.getFirst().get("$group") instanceof Document group
                && group.keySet().equals(Set.of("_id", "n"))
                && (group.get("_id") == null || group.get("_id") instanceof Number)
                && new Document("$sum", 1).equals(group.get("n"));
    }

    /** What an aggregation that {@linkplain #counts counts} answers: nothing if there is nothing to count. */
    List<Document> counted(int count) {
        Object id = rest.getFirst().get("$group") instanceof Document group ? group.get("_id") : null;
        return count == 0 ? List.of() : List.of(new Document("_id", id).append("n", count));
    }
}
