package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a query demands of single fields, as far as an index can look for it. What is left out here only makes an index
 * find too much: unless the conditions are {@link #complete}, each document found is checked against the whole query.
 */
final class Conditions {

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private boolean complete = true;

    /** What is demanded of one field. */
    static final class Field {

        /** The values that it may have; null if it may have any. */
        @Nullable
        List<@Nullable Object> points;

        @Nullable
        Object lower;

        boolean lowerIncluded;

        @Nullable
        Object upper;

        boolean upperIncluded;

        /** What its text begins with; null if nothing is demanded of that. */
        @Nullable
        String prefix;

        /** What is to be found in its text. */
        final List<Pattern> patterns = new ArrayList<>();

        private boolean exists;
        private final List<@Nullable Object> demands = new ArrayList<>();

        boolean hasRange() {
            return lower != null || upper != null || prefix != null;
        }

        boolean excludesMissing() {
            return exists || hasRange() || (points != null && !points.contains(null));
        }
    }

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    @Nullable
    Field field(String path) {
        return fields.get(path);
    }

    /** Whether there is nothing in the query beside the conditions on these fields. */
    boolean areAllOf(Collection<String> paths) {
        return complete && paths.containsAll(fields.keySet());
    }

    private void addAll(Document query) {
        query.forEach((path, demand) -> {
            if (path.equals("$and") && demand instanceof List<?> all) {
                all.forEach(each -> {
                    if (each instanceof Document part) {
                        addAll(part);
                    } else {
                        complete = false;
                    }
                });
            } else if (path.startsWith("$")) {
                complete = false;
            } else {
                Field field = fields.computeIfAbsent(path, name -> new Field());
                field.demands.add(demand);
                add(field, demand);
            }
        });
    }

    private void add(Field field, @Nullable Object demand) {
        if (demand instanceof Document operators
                && operators.keySet().stream().anyMatch(operator -> operator.startsWith("$"))) {
            operators.forEach((operator, operand) -> add(field, operator, operand, operators));
        } else if (demand instanceof BsonRegularExpression expression) {
            addPrefix(field, expression.getPattern(), expression.getOptions());
        } else {
            addPoints(field, Collections.singletonList(demand));
        }
    }

    private void add(Field field, String operator, @Nullable Object operand, Document operators) {
        switch (operator) {
            case "$eq" -> addPoints(field, Collections.singletonList(operand));
            case "$in" -> {
                if (operand instanceof Collection<?> values) {
                    addPoints(field, values);
                } else {
                    complete = false;
                }
            }
            case "$gt", "$gte" -> addLower(field, operand, operator.equals("$gte"));
            case "$lt", "$lte" -> addUpper(field, operand, operator.equals("$lte"));
            case "$exists" -> {
                field.exists |= Boolean.TRUE.equals(operand);
                complete = false;
            }
            case "$regex" -> addPrefix(field, operand, operators.get("$options"));
            default -> complete = false;
        }
    }

    private void addPoints(Field field, Collection<? extends @Nullable Object> values) {
        if (field.points == null && values.stream().allMatch(Conditions::isPoint)) {
            field.points = new ArrayList<>(values);
        } else {
            complete = false;
        }
    }

    /** Documents, arrays and patterns are equal to more than what has the same encoding. */
    private static boolean isPoint(@Nullable Object value) {
        return value == null
                || isBound(value)
                || (value instanceof Document document
                        && !document.isEmpty()
                        && document.values().stream().allMatch(Conditions::isBound));
    }

    private static boolean isBound(@Nullable Object value) {
        return value instanceof String
                || (value instanceof Number number && !Double.isNaN(number.doubleValue()))
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof ObjectId
                || value instanceof UUID;
    }

    private void addLower(Field field, @Nullable Object bound, boolean included) {
        if (!isBound(bound) || field.lower != null || (field.upper != null && isOtherKind(bound, field.upper))) {
            complete = false;
            return;
        }
        field.lower = bound;
        field.lowerIncluded = included;
    }

    private void addUpper(Field field, @Nullable Object bound, boolean included) {
        if (!isBound(bound) || field.upper != null || (field.lower != null && isOtherKind(bound, field.lower))) {
            complete = false;
            return;
        }
        field.upper = bound;
        field.upperIncluded = included;
    }

    private static boolean isOtherKind(@Nullable Object one, Object other) {
        return KeyEncoder.tag(one) != KeyEncoder.tag(other);
    }

    private void addPrefix(Field field, @Nullable Object pattern, @Nullable Object options) {
        complete = false;
        Object text = pattern instanceof BsonRegularExpression expression ? expression.getPattern() : pattern;
        boolean plain = options == null || options.equals("");
        if (text instanceof String expression && plain && field.prefix == null) {
            String prefix = prefix(expression);
            field.prefix = prefix.isEmpty() ? null : prefix;
        }
        if (text instanceof String expression && plain) {
            addPattern(field, expression);
        }
    }

    /** One that is none is refused where the documents are checked. */
    private static void addPattern(Field field, String expression) {
        try {
            field.patterns.add(Pattern.compile(expression));
        } catch (PatternSyntaxException e) {
            field.patterns.clear();
        }
    }

    /** The text that whatever matches this regular expression begins with; empty if there is none to be sure of. */
    static String prefix(String expression) {
        StringBuilder prefix = new StringBuilder();
        if (!expression.startsWith("^") || expression.indexOf('|') >= 0) {
            return "";
        }
        for (int i = 1; i < expression.length(); i++) {
            char each = expression.charAt(i);
            if (each == '\\' && i + 1 < expression.length() && !Character.isLetterOrDigit(expression.charAt(i + 1))) {
                prefix.append(expression.charAt(++i));
            } else if ("*?{".indexOf(each) >= 0) {
                prefix.setLength(Math.max(0, prefix.length() - 1));
                break;
            } else if ("\\^$.[](+)".indexOf(each) >= 0) {
                break;
            } else {
                prefix.append(each);
            }
        }
        return prefix.toString();
    }

    /** Whether every document that matches the query also matches this filter of an index. */
    boolean imply(Document filter) {
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        return filter.entrySet().stream().allMatch(entry -> {
            if (entry.getKey().equals("$and") && entry.getValue() instanceof List<?> all) {
                return all.stream().allMatch(each -> each instanceof Document part && imply(part));
            }
            Field field = fields.get(entry.getKey());
            if (field == null) {
                return false;
            }
            return field.demands.contains(entry.getValue())
                    || (new Document("$exists", true).equals(entry.getValue()) && field.excludesMissing())
                    || impliesRange(field, entry.getKey(), entry.getValue())
                    || (field.points != null
                            && field.points.stream()
                                    .allMatch(point -> point != null
                                            && matcher.matches(
                                                    new Document("value", point),
                                                    new Document("value", entry.getValue()))));
        });
    }

    private static boolean impliesRange(Field field, String path, @Nullable Object demand) {
        Conditions wanted = of(new Document(path, demand));
        Field range = wanted.fields.get(path);
        if (!wanted.complete || range == null || !range.hasRange() || !field.hasRange()) {
            return false;
        }
        return KeyBounds.range(range, true, false).contains(KeyBounds.range(field, true, false));
    }
}
