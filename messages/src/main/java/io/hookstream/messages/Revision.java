package io.hookstream.messages;

/**
 * Where a resource stands in its history.
 *
 * @param version grows with each change; a reader who waits for its own write compares it
 * @param deleted whether that change was its deletion
 * @param createdAt ISO 8601
 * @param updatedAt ISO 8601
 */
public record Revision(long version, boolean deleted, String createdAt, String updatedAt) {}
