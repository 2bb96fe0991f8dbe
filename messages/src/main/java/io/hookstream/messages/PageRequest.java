package io.hookstream.messages;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, newest first.
 *
 * @param after the id after which the page begins; null for the first page
 * @param limit how many at most
 */
public record PageRequest(@Nullable String after, int limit) {}
