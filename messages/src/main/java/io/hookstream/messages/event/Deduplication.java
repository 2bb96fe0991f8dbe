package io.hookstream.messages.event;

/**
 * How an event tells whether it is a duplicate.
 *
 * @param key what it has in common with its duplicates: the SHA-256, in hexadecimal digits, of the source's strategy and of
 *     what that found in the request
 * @param windowSeconds how long the first event of a key makes the others duplicates
 */
public record Deduplication(String key, int windowSeconds) {}
