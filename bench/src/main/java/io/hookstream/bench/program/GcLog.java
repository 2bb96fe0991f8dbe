package io.hookstream.bench.program;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Java virtual machine logged of its garbage collections.
 *
 * @param mostBefore MiB in use when a collection began, at most
 * @param mostAfter MiB that a collection left, at most; a young collection leaves old garbage too
 */
public record GcLog(int collections, long mostBefore, long mostAfter) {
    /** {@code 512M->130M(1024M)}, or with ZGC {@code 512M(50%)->130M(13%)}. */
    private static final Pattern HEAP = Pattern.compile("(\\d+)M(?:\\(\\d+%\\))?->(\\d+)M\\(");

    public static GcLog of(List<String> lines) {
        int collections = 0;
        long before = 0;
        long after = 0;
        for (String line : lines) {
            Matcher heap = HEAP.matcher(line);
            if (heap.find()) {
                collections++;
                before = Math.max(before, Long.parseLong(heap.group(1)));
                after = Math.max(after, Long.parseLong(heap.group(2)));
            }
        }
        return new GcLog(collections, before, after);
    }
}
