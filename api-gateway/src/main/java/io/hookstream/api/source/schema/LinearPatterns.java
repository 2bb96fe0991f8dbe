package io.hookstream.api.source.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Regular expressions whose time grows with the text and not with its powers, because the engine does not go back. What
 * needs going back, such as a backreference or a lookahead, is refused.
 */
final class LinearPatterns implements RegularExpressionFactory {

    static final LinearPatterns INSTANCE = new LinearPatterns();

    private static final int MAX_CHARACTERS = 2000;

    /** Of the program that a pattern becomes, in instructions: a repetition of a repetition multiplies them. */
    private static final int MAX_SIZE = 20_000;

    private static final java.util.regex.Pattern UNICODE = java.util.regex.Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

    private LinearPatterns() {}

    @Override
    public RegularExpression getRegularExpression(String regex) {
        if (regex.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a pattern must have at most " + MAX_CHARACTERS + " characters");
        }
        if (size(regex) > MAX_SIZE) {
            throw new IllegalArgumentException("the pattern " + regex + " repeats too much");
        }
        Pattern pattern;
        try {
            // The one escape of ECMA 262 that RE2 writes in another way.
            pattern = Pattern.compile(UNICODE.matcher(regex).replaceAll("\\\\x{$1}"));
        } catch (com.google.re2j.PatternSyntaxException e) {
            throw new IllegalArgumentException("the pattern " + regex + " cannot be used: " + e.getMessage(), e);
        }
        return text -> pattern.matcher(new Timed(text)).find();
    }

    /** Not less than how many instructions it becomes. */
    private static long size(String regex) {
        java.util.regex.Matcher count = COUNT.matcher(regex);
        Deque<Long> outer = new ArrayDeque<>();
        long group = 0;
        long last = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '(') {
                outer.push(group);
                group = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = group + 2;
                group = outer.pop() + last;
            } else if (c == '{' && count.find(i) && count.start() == i) {
                String most = count.group(2);
                long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
                group += last * Math.max(times - 1, 0);
                last *= Math.max(times, 1);
                i = count.end() - 1;
            } else {
                i += c == '\\' ? 1 : 0;
                last = 1;
                group++;
            }
            if (group > MAX_SIZE) {
                return group;
            }
        }
        return group;
    }

    /** A text that stops being read when the time is up: long ones are compared with large patterns character by character. */
    private record Timed(String text) implements CharSequence {

        private static final int LOOK = 255;

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if ((index & LOOK) == LOOK) {
                TimedExecution.look();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
