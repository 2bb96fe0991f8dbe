package io.hookstream.messages.session;

import io.hookstream.messages.Tenant;
import java.time.Instant;

/**
 * Somebody who has logged in.
 *
 * @param id SHA-256 of the token in their cookie, which is stored nowhere
 * @param tenant what they work in at present
 * @param seenAt about when they last did something
 * @param expiresAt when it ends if they do nothing more
 */
public record Session(String id, String userId, Tenant tenant, Instant createdAt, Instant seenAt, Instant expiresAt) {}
