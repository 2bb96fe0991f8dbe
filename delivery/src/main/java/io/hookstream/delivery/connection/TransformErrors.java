package io.hookstream.delivery.connection;

import com.dashjoin.jsonata.JException;

/** Puts what went wrong in an expression into one sentence for the delivery's record. */
final class TransformErrors {

    private static final int MAX_LENGTH = 300;

    private TransformErrors() {}

    static String describe(Throwable problem) {
        return switch (problem) {
            case StackOverflowError e -> "it is nested too deeply or recurses without end";
            case OutOfMemoryError e -> "it needs more memory than there is";
            case TransformException e -> shorten(String.valueOf(e.getMessage()));
            case JException e -> shorten(e.getMessage() + " (" + e.getError() + position(e) + ")");
            default -> shorten("it failed with " + problem);
        };
    }

    private static String position(JException e) {
        return e.getLocation() < 0 ? "" : " at position " + e.getLocation();
    }

    private static String shorten(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
