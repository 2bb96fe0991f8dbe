package io.hookstream.messages.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request that became an event, but for its body.
 *
 * @param method as sent, such as {@code POST}
 * @param query the raw query string, without the question mark
 * @param headers as sent and in that order
 * @param sourceIp the client's address
 */
public record ReceivedRequest(
        String method,
        @Nullable String query,
        List<Header> headers,
        @Nullable String contentType,
        @Nullable String sourceIp) {

    public record Header(String name, String value) {}
}
