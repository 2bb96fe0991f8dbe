package io.hookstream.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The shapes in which MongoDB's manual shows the answers to {@code explain}. */
class ExplainedTest {

    private static final String STATISTICS = """
            "executionStats": {"executionSuccess": true, "nReturned": 3, "executionTimeMillis": 0,
              "totalKeysExamined": 5, "totalDocsExamined": {"$numberLong": "4"},
              "executionStages": {"stage": "FETCH", "nReturned": 3, "docsExamined": 4},
              "allPlansExecution": [{"nReturned": 0, "totalDocsExamined": 99}]}""";

    private static Explained explained(String answer) {
        return Explained.of(Document.parse(answer));
    }

    @Test
    void aFindHasItsPlanAtTheTop() {
        assertThat(explained("""
                        {"queryPlanner": {
                           "winningPlan": {"stage": "FETCH", "inputStage": {"stage": "IXSCAN", "indexName": "a_1"}},
                           "rejectedPlans": [{"stage": "COLLSCAN"}]},
                         %s, "ok": 1}""".formatted(STATISTICS))).isEqualTo(new Explained(List.of("FETCH", "IXSCAN"), 4, 3));
    }

    @Test
    void anAggregationHasItsPlanInItsFirstStage() {
        assertThat(explained("""
                        {"stages": [
                           {"$cursor": {"queryPlanner": {"winningPlan": {"stage": "COLLSCAN"}, "rejectedPlans": []}, %s}},
                           {"$group": {"_id": {"$const": 1}}, "nReturned": 1}], "ok": 1}""".formatted(STATISTICS))).isEqualTo(new Explained(List.of("COLLSCAN"), 4, 3));
    }

    @Test
    void aSlotBasedPlanIsAStepFurtherIn() {
        assertThat(explained("""
                        {"queryPlanner": {"winningPlan": {
                           "queryPlan": {"stage": "GROUP", "inputStage": {"stage": "OR", "inputStages":
                             [{"stage": "IXSCAN"}, {"stage": "COLLSCAN"}]}},
                           "slotBasedPlan": {"stages": "[2] group [s5]"}}}, %s, "ok": 1}""".formatted(STATISTICS)))
                .isEqualTo(new Explained(List.of("GROUP", "OR", "IXSCAN", "COLLSCAN"), 4, 3));
    }

    @Test
    void anAnswerWithoutPlanOrStatisticsIsNoGoodNews() {
        assertThatThrownBy(() -> explained("{\"queryPlanner\": {\"winningPlan\": {\"stage\": \"IXSCAN\"}}}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No execution statistics");
        assertThatThrownBy(() -> explained("{%s}".formatted(STATISTICS)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No plan");
    }
}
