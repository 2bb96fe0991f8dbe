package io.hookstream.delivery.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Lets {@code body.id} mean the event's body where the payload is a list or a plain value: such a root has no keys that
 * aliases could be added to, so the names are replaced by {@code $event.body} and so on in the expression's text.
 *
 * <p>A name is an alias only where it is looked up in the root: as the first step of a path that is not within another
 * path's step, predicate or grouping. What this small reader does not understand it leaves as it is.
 */
final class AliasRewriter {

    /** What to go back to when a bracket closes. */
    private record Outside(boolean atRoot, boolean inPath, boolean parameters) {}

    private final String source;
    private final Set<String> aliases;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Outside> open = new ArrayDeque<>();

    private int at;
    private boolean atRoot = true;
    /** Whether the operand being read has a dot in it already: its next brackets then belong to a step. */
    private boolean inPath;

    private boolean afterOperand;
    private boolean afterDot;
    private boolean afterSort;
    private boolean beforeParameters;
    private boolean beforeBody;

    private AliasRewriter(String source, Set<String> aliases) {
        this.source = source;
        this.aliases = aliases;
    }

    static String rewrite(String expression, Set<String> aliases) {
        // The transform operator's parts have contexts of their own.
        return expression.indexOf('|') >= 0 ? expression : new AliasRewriter(expression, aliases).rewrite();
    }

    private String rewrite() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                copy(at + 1);
            } else if (c == '/' && source.startsWith("/*", at)) {
                int end = source.indexOf("*/", at + 2);
                copy(end < 0 ? source.length() : end + 2);
            } else if (c == '"' || c == '\'' || (c == '/' && !afterOperand)) {
                copy(endOfQuoted(c));
                operand();
            } else if (c == '`' || Character.isJavaIdentifierStart(c)) {
                word(c);
            } else if (Character.isDigit(c)) {
                copy(endOfNumber());
                operand();
            } else {
                symbol(c);
            }
        }
        return out.toString();
    }

    private void copy(int end) {
        out.append(source, at, end);
        at = end;
    }

    private void operand() {
        afterOperand = true;
        afterDot = false;
        afterSort = false;
    }

    private void operator() {
        afterOperand = false;
        afterDot = false;
        afterSort = false;
        inPath = false;
    }

    private int endOfQuoted(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' && quote != '`' ? 2 : 1;
        }
        return Math.min(end + 1, source.length());
    }

    private int endOfNumber() {
        int end = at;
        while (end < source.length()
                && (Character.isDigit(source.charAt(end))
                        || (source.charAt(end) == '.' && !source.startsWith("..", end)))) {
            end++;
        }
        return end;
    }

    private void word(char first) {
        int end = first == '`' ? endOfQuoted('`') : endOfWord();
        String text = source.substring(at, end);
        boolean operatorName = afterOperand && Set.of("and", "or", "in").contains(text);
        boolean step = afterDot || afterOperand;
        if (operatorName) {
            copy(end);
            operator();
        } else if (text.equals("function") || text.equals("λ")) {
            copy(end);
            operator();
            beforeParameters = true;
        } else {
            String name = first == '`' ? text.substring(1, Math.max(1, text.length() - 1)) : text;
            if (atRoot && !step && aliases.contains(name)) {
                out.append("$event.");
            }
            copy(end);
            operand();
        }
    }

    /** A variable's dollar sign counts as part of its name. */
    private int endOfWord() {
        int end = at + 1;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private void symbol(char c) {
        switch (c) {
            case '.' -> {
                boolean range = source.startsWith("..", at);
                copy(at + (range ? 2 : 1));
                operator();
                afterDot = !range;
                inPath = !range;
            }
            case '(', '[', '{' -> open(c);
            case ')', ']', '}' -> close();
            case '*', '%' -> {
                boolean wildcard = !afterOperand;
                copy(at + 1);
                if (wildcard) {
                    operand();
                } else {
                    operator();
                }
            }
            case '<' -> {
                if (beforeBody) {
                    copy(Math.max(at + 1, source.indexOf('{', at))); // a function's signature
                } else {
                    copy(at + 1);
                    operator();
                }
            }
            case '@', '#' -> copy(at + 1); // binds a variable to the step before
            default -> {
                copy(at + 1);
                operator();
                afterSort = c == '^';
            }
        }
    }

    private void open(char bracket) {
        boolean body = beforeBody && bracket == '{';
        open.push(new Outside(atRoot, inPath, beforeParameters && bracket == '('));
        boolean call = bracket == '(' && afterOperand;
        boolean ofStep = afterDot || afterSort || (call ? inPath : afterOperand);
        atRoot = atRoot && (body || !ofStep);
        beforeParameters = false;
        beforeBody = false;
        copy(at + 1);
        operator();
    }

    private void close() {
        copy(at + 1);
        operand();
        if (!open.isEmpty()) {
            Outside outside = open.pop();
            atRoot = outside.atRoot();
            inPath = outside.inPath();
            beforeBody = outside.parameters();
        }
    }
}
