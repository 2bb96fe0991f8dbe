package io.hookstream.embedded.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bson.Document;

/** Leaves commands, documents and conditions out of a failing sequence for as long as it still fails. */
final class Shrinking {

    private final Predicate<List<Document>> fails;
    private final long end;
    private List<Document> commands;

    private Shrinking(List<Document> commands, Predicate<List<Document>> fails, Duration atMost) {
        this.commands = commands;
        this.fails = fails;
        this.end = System.nanoTime() + atMost.toNanos();
    }

    static List<Document> shrink(List<Document> commands, Predicate<List<Document>> fails, Duration atMost) {
        Shrinking shrinking = new Shrinking(commands, fails, atMost);
        for (int chunk = Math.max(1, commands.size() / 2); chunk > 0; chunk /= 2) {
            shrinking.leaveOutCommands(chunk);
        }
        shrinking.simplifyCommands();
        shrinking.leaveOutCommands(1);
        return shrinking.commands;
    }

    private boolean accept(List<Document> shorter) {
        if (System.nanoTime() > end || !fails.test(shorter)) {
            return false;
        }
        commands = shorter;
        return true;
    }

    private void leaveOutCommands(int chunk) {
        for (int i = commands.size() - chunk; i >= 0; i--) {
            List<Document> shorter = new ArrayList<>(commands);
            shorter.subList(i, Math.min(i + chunk, shorter.size())).clear();
            if (accept(shorter)) {
                i = Math.min(i, commands.size() - chunk + 1);
            }
        }
    }

    private void simplifyCommands() {
        for (int i = 0; i < commands.size(); i++) {
            int command = i;
            while (simpler(commands.get(i)).stream().anyMatch(simpler -> {
                List<Document> next = new ArrayList<>(commands);
                next.set(command, simpler);
                return accept(next);
            })) {}
        }
    }

    private static List<Document> simpler(Document command) {
        List<Document> all = new ArrayList<>();
        for (String field : List.of("documents", "filter", "query", "updates", "deletes", "q")) {
            if (command.containsKey(field)) {
                for (Object simpler : simplerValues(command.get(field))) {
                    all.add(new Document(command).append(field, simpler));
                }
            }
        }
        return all;
    }

    /** Never without an id: the stores would make up one each, or choose another document. */
    private static List<Object> simplerValues(Object value) {
        List<Object> all = new ArrayList<>();
        if (value instanceof Document document) {
            if (document.containsKey("q")) {
                return new ArrayList<>(simpler(document));
            }
            for (String field : document.keySet()) {
                if (document.size() > 1 && !field.equals("_id")) {
                    Document without = new Document(document);
                    without.remove(field);
                    all.add(without);
                }
                simplerValues(document.get(field)).forEach(each -> all.add(new Document(document).append(field, each)));
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.size() > 1) {
                    List<Object> without = new ArrayList<>(list);
                    without.remove(i);
                    all.add(without);
                }
                for (Object each : simplerValues(list.get(i))) {
                    List<Object> with = new ArrayList<>(list);
                    with.set(i, each);
                    all.add(with);
                }
            }
        }
        return all;
    }
}
