package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A webhook as it came.
 *
 * @param query the raw query string, without the question mark
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Incoming(HttpHeaders headers, @Nullable String query, byte[] body) {

    /** The value of a header that has to be there once: of two, nobody knows which one another reads. */
    String one(String name) {
        List<String> values = headers.getOrEmpty(name);
        if (values.size() != 1) {
            throw ApiException.unauthorized(
                    "The header " + name + (values.isEmpty() ? " is missing" : " is there more than once"));
        }
        return values.get(0).strip();
    }

    boolean has(String name) {
        return headers.containsHeader(name);
    }
}
