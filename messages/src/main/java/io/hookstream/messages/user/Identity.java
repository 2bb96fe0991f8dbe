package io.hookstream.messages.user;

/**
 * Who somebody is to an identity provider.
 *
 * @param provider {@code google} or {@code github}
 * @param subject what the provider calls them, which stays the same when their address changes
 */
public record Identity(String provider, String subject) {}
