package io.hookstream.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all scenarios.
 *
 * @param setting name and value of what they depend on, besides the machine
 * @param runs each result there is, those of one scenario in turn
 */
public record Report(Machine machine, Map<String, String> setting, List<Result> runs) {

    /** Whether something was lost, or the program failed; a missed target is no failure. */
    public boolean failed() {
        return runs.stream().anyMatch(Result::failed);
    }

    private List<Result> folded() {
        Map<String, List<Result>> byScenario =
                runs.stream().collect(Collectors.groupingBy(Result::scenario, LinkedHashMap::new, Collectors.toList()));
        return byScenario.values().stream().map(Result::fold).toList();
    }

    /** In Markdown. */
    public String table() {
        StringBuilder text = new StringBuilder();
        for (Result result : folded()) {
            text.append("## `")
                    .append(result.scenario())
                    .append("`: ")
                    .append(result.title())
                    .append("\n\n");
            if (!result.figures().isEmpty()) {
                text.append(lines(result.figures())).append('\n');
            }
            if (!result.variants().isEmpty()) {
                text.append(columns(result.variants())).append('\n');
            }
            result.notes().forEach(note -> text.append("- ").append(note).append('\n'));
            text.append(result.notes().isEmpty() ? "" : "\n");
        }
        text.append("- ").append(machine.line()).append('\n');
        setting.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append(".\n"));
        return text.toString();
    }

    private static String lines(List<Figure> figures) {
        boolean targets = figures.stream().anyMatch(figure -> figure.target().kind() != Target.Kind.NONE);
        StringBuilder text =
                new StringBuilder(targets ? "| | measured | target | |\n|---|---|---|---|\n" : "| | |\n|---|---|\n");
        for (Figure figure : figures) {
            List<String> cells = new ArrayList<>(List.of(figure.title(), figure.show()));
            if (targets) {
                cells.add(figure.target().show(figure.unit()));
                cells.add(verdict(figure));
            }
            text.append(row(cells));
        }
        return text.toString();
    }

    private static String verdict(Figure figure) {
        if (figure.target().kind() == Target.Kind.NONE) {
            return "";
        }
        return figure.isMet() ? "met" : "**missed**";
    }

    /** A line for each variant; what one has not got stays empty. */
    private static String columns(List<Result.Variant> variants) {
        List<Figure> heads = variants.stream()
                .map(Result.Variant::figures)
                .max((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(List.of());
        boolean remarks =
                variants.stream().anyMatch(variant -> !variant.remark().isEmpty());
        Stream<String> names = Stream.concat(
                remarks ? Stream.of("", "") : Stream.of(""),
                heads.stream().map(figure -> figure.title() + target(figure)));
        StringBuilder text = new StringBuilder(row(names.toList()))
                .append("|---".repeat(heads.size() + (remarks ? 2 : 1)))
                .append("|\n");
        for (Result.Variant variant : variants) {
            Map<String, Figure> byKey =
                    variant.figures().stream().collect(Collectors.toMap(Figure::key, Function.identity()));
            List<String> cells = new ArrayList<>(List.of(variant.name()));
            if (remarks) {
                cells.add(variant.remark());
            }
            heads.forEach(head -> cells.add(cell(byKey.get(head.key()))));
            text.append(row(cells));
        }
        return text.toString();
    }

    private static String target(Figure figure) {
        return figure.target().kind() == Target.Kind.NONE
                ? ""
                : " (" + figure.target().show(figure.unit()) + ")";
    }

    private static String cell(@Nullable Figure figure) {
        if (figure == null) {
            return "";
        }
        return figure.isMet() ? figure.show() : figure.show() + " **missed**";
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** One line: the figures as in the tables, and beside them those of each run if there were several. */
    public String json() {
        Document scenarios = new Document();
        for (Result result : folded()) {
            Document all = json(result);
            List<Result> same = runs.stream()
                    .filter(run -> run.scenario().equals(result.scenario()))
                    .toList();
            if (same.size() > 1) {
                all.append("runs", same.stream().map(Report::json).toList());
            }
            scenarios.append(result.scenario(), all);
        }
        return new Document("benchmark", "hookstream")
                .append("machine", machine.json())
                .append("setting", new Document(Map.copyOf(setting)))
                .append("scenarios", scenarios)
                .toJson(JsonWriterSettings.builder()
                        .outputMode(JsonMode.RELAXED)
                        .build());
    }

    private static Document json(Result result) {
        Document json = new Document("failed", result.failed()).append("figures", json(result.figures()));
        if (!result.variants().isEmpty()) {
            Document variants = new Document();
            result.variants()
                    .forEach(variant -> variants.append(
                            variant.name(), json(variant.figures()).append("remark", variant.remark())));
            json.append("variants", variants);
        }
        return json.append("notes", result.notes());
    }

    private static Document json(List<Figure> figures) {
        Document json = new Document();
        Document targets = new Document();
        for (Figure figure : figures) {
            json.append(figure.key(), figure.value());
            if (figure.target().kind() != Target.Kind.NONE) {
                targets.append(figure.key(), figure.target().bound());
            }
        }
        return targets.isEmpty() ? json : json.append("targets", targets);
    }
}
