package io.hookstream.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a scenario has measured.
 *
 * @param figures one below the other
 * @param variants what was measured in the same way several times, side by side
 * @param notes sentences that a reader of the figures must know
 * @param failed whether something was lost, or the program failed
 */
public record Result(
        String scenario,
        String title,
        List<Figure> figures,
        List<Variant> variants,
        List<String> notes,
        boolean failed) {

    /** @param remark what kind of thing was measured, empty if there is nothing to tell */
    public record Variant(String name, String remark, List<Figure> figures) {}

    /** A scenario that came to no figures. */
    public static Result failure(String scenario, String title, String why) {
        return new Result(scenario, title, List.of(), List.of(), List.of("**Failed: " + why + "**"), true);
    }

    /** Several runs as one. One that failed does not count for the figures, unless all have. */
    static Result fold(List<Result> runs) {
        List<Result> good = runs.stream()
                .filter(run -> !run.figures.isEmpty() || !run.variants.isEmpty())
                .toList();
        if (runs.size() == 1 || good.isEmpty()) {
            return runs.getFirst();
        }
        Result first = good.getFirst();
        List<Figure> figures = folded(good.stream().map(Result::figures).toList());
        List<Variant> variants = new ArrayList<>();
        for (Variant variant : first.variants) {
            List<List<Figure>> same = good.stream()
                    .flatMap(run -> run.variants.stream())
                    .filter(other -> other.name().equals(variant.name()))
                    .map(Variant::figures)
                    .toList();
            variants.add(new Variant(variant.name(), variant.remark(), folded(same)));
        }
        List<String> notes = Stream.concat(
                        Stream.of("Medians of " + good.size() + " runs; what is lost, twice or failed is the sum."),
                        runs.stream().flatMap(run -> run.notes.stream()))
                .distinct()
                .toList();
        return new Result(
                first.scenario,
                first.title,
                figures,
                variants,
                notes,
                runs.stream().anyMatch(Result::failed));
    }

    private static List<Figure> folded(List<List<Figure>> runs) {
        return runs.getFirst().stream()
                .map(figure -> Figure.fold(runs.stream()
                        .flatMap(List::stream)
                        .filter(other -> other.key().equals(figure.key()))
                        .toList()))
                .toList();
    }
}
