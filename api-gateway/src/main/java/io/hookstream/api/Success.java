package io.hookstream.api;

/** What a deletion is answered with. */
public record Success(boolean success) {

    public static final Success OK = new Success(true);
}
