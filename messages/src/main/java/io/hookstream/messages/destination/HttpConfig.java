package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an {@code http} destination is called.
 *
 * @param url absolute, http or https
 * @param method default POST
 * @param headers custom headers, added to every delivery
 * @param timeout seconds for a whole attempt, 1 to 60; default 30
 */
public record HttpConfig(
        @Nullable String url,
        @Nullable String method,
        @Nullable Map<String, HeaderValue> headers,
        @Nullable Integer timeout)
        implements DestinationConfig {

    static final String TYPE = "http";
    static final HttpConfig EMPTY = new HttpConfig(null, null, null, null);

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int MAX_HEADERS = 50;

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public HttpConfig checked() {
        String checkedMethod = method == null ? "POST" : method;
        if (!METHODS.contains(checkedMethod)) {
            throw Refused.invalid("method: must be one of GET, POST, PUT, PATCH, DELETE; was " + checkedMethod);
        }
        Map<String, HeaderValue> checkedHeaders = headers == null ? Map.of() : headers;
        if (checkedHeaders.size() > MAX_HEADERS) {
            throw Refused.invalid("headers: must be at most " + MAX_HEADERS);
        }
        checkedHeaders.forEach((name, value) -> {
            // A secret's plain value was checked before it was encrypted.
            String plain = Check.required(value, "headers." + name).value();
            String problem = HeaderValue.problem(name, plain == null ? "" : plain);
            if (problem != null) {
                throw Refused.invalid("headers." + name + ": " + problem);
            }
        });
        return new HttpConfig(
                WebAddress.checked(Check.required(url, "url"), "url"),
                checkedMethod,
                checkedHeaders,
                Check.between(timeout, 1, 60, DEFAULT_TIMEOUT, "config.timeout"));
    }

    Set<String> headerNames() {
        return headers == null ? Set.of() : headers.keySet();
    }
}
