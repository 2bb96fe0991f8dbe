package io.hookstream.projections.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which words a payload has, in so few characters that an index can hold them: three for each word, of its hash. Whoever
 * searches passes over the keys of payloads that lack a word, and reads only the others. A word is a run of letters and
 * digits, whatever their case. In JSON, escapes are read as what they stand for.
 */
public final class SearchWords {

    /** A payload with more is read by every search. */
    static final int MAX_WORDS = 96;

    /** In place of the words: there are too many. */
    static final String MANY = "*";

    private static final int CODE = 3;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int BITS = 6;

    /** What most payloads consist of, looked up. */
    private static final char[] ASCII = new char[128];

    static {
        for (char each = 0; each < ASCII.length; each++) {
            ASCII[each] = Character.isLetterOrDigit(each) ? Character.toLowerCase(each) : 0;
        }
    }

    private SearchWords() {}

    /** What the index holds of a payload. */
    static String of(String text) {
        Set<String> codes = new LinkedHashSet<>();
        new Reader(text, isJson(text)) {
            @Override
            boolean word(int hash) {
                codes.add(code(hash));
                return codes.size() <= MAX_WORDS;
            }
        }.read();
        return codes.size() > MAX_WORDS ? MANY : String.join("", codes);
    }

    /** What payloads that may have all these words match, one pattern for each; empty if there is no word at all. */
    public static List<Pattern> patterns(String searched) {
        List<Pattern> patterns = new ArrayList<>();
        new Reader(searched, false) {
            @Override
            boolean word(int hash) {
                // Codes stand side by side, so one that begins in between is none.
                patterns.add(Pattern.compile("^(?:\\*|(?:.{" + CODE + "})*?" + code(hash) + ")"));
                return true;
            }
        }.read();
        return patterns;
    }

    private static boolean isJson(String text) {
        String beginning = text.stripLeading();
        return !beginning.isEmpty() && "{[\"".indexOf(beginning.charAt(0)) >= 0;
    }

    private static String code(int hash) {
        int mixed = hash * 0x9E3779B1;
        char[] code = new char[CODE];
        for (int i = 0; i < CODE; i++) {
            mixed = Integer.rotateLeft(mixed, BITS);
            code[i] = DIGITS.charAt(mixed & (DIGITS.length() - 1));
        }
        return new String(code);
    }

    /** The same for a letter in either case; 0 for what is neither letter nor digit. */
    private static int folded(int point) {
        if (point < ASCII.length) {
            return ASCII[point];
        }
        return Character.isLetterOrDigit(point) ? Character.toLowerCase(Character.toUpperCase(point)) : 0;
    }

    /** Finds the words of a text. */
    private abstract static class Reader {

        private static final int UNICODE_DIGITS = 4;
        private static final int HEX = 16;

        private final String text;
        private final boolean escapes;
        private int at;

        Reader(String text, boolean escapes) {
            this.text = text;
            this.escapes = escapes;
        }

        /** @return whether to go on */
        abstract boolean word(int hash);

        void read() {
            int hash = 0;
            boolean within = false;
            boolean going = true;
            while (at < text.length() && going) {
                int letter = folded(next());
                if (letter > 0) {
                    hash = 31 * hash + letter;
                    within = true;
                } else if (within) {
                    going = word(hash);
                    hash = 0;
                    within = false;
                }
            }
            if (within && going) {
                word(hash);
            }
        }

        private int next() {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point != '\\' || !escapes || at == text.length()) {
                return point;
            }
            boolean unicode = text.charAt(at++) == 'u' && at + UNICODE_DIGITS <= text.length();
            int escaped = unicode ? unicode() : -1;
            return escaped < 0 ? ' ' : escaped;
        }

        /** Of a letter that takes two such escapes, each is none, and separates. */
        private int unicode() {
            int value = 0;
            for (int i = at; i < at + UNICODE_DIGITS; i++) {
                int digit = Character.digit(text.charAt(i), HEX);
                if (digit < 0) {
                    return -1;
                }
                value = value * HEX + digit;
            }
            at += UNICODE_DIGITS;
            return value;
        }
    }
}
