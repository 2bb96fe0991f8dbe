package io.hookstream.bench.scenario;

import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sets targets beside figures. */
final class Marks {

    private Marks() {}

    /** The same figures, with targets for those of these keys. */
    static List<Figure> with(List<Figure> figures, Map<String, Target> targets) {
        List<Figure> marked = new ArrayList<>();
        for (Figure figure : figures) {
            Target target = targets.get(figure.key());
            marked.add(target == null ? figure : figure.with(target));
        }
        return marked;
    }
}
