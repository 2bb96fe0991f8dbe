package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.HashSet;
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
 * @param auth what the destination is shown besides headers; nothing if absent
 * @param bodyFormat what is made of bodies; they are sent as they are if absent
 */
public record HttpConfig(
        @Nullable String url,
        @Nullable String method,
        @Nullable Map<String, HeaderValue> headers,
        @Nullable Integer timeout,
        @Nullable HttpAuth auth,
        @Nullable BodyFormat bodyFormat)
        implements DestinationConfig {

    static final String TYPE = "http";
    static final HttpConfig EMPTY = new HttpConfig(null, null, null, null);

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int MAX_HEADERS = 50;

    /** Without authentication other than by headers. */
    public HttpConfig(
            @Nullable String url,
            @Nullable String method,
            @Nullable Map<String, HeaderValue> headers,
            @Nullable Integer timeout) {
        this(url, method, headers, timeout, null, null);
    }

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
        String checkedUrl = WebAddress.checked(Check.required(url, "url"), "url");
        return new HttpConfig(
                checkedUrl,
                checkedMethod,
                checkedHeaders,
                checkedTimeout(),
                auth == null ? null : checkedAuth(auth, checkedUrl, checkedHeaders.keySet()),
                bodyFormat == null ? null : bodyFormat.checked());
    }

    private static HttpAuth checkedAuth(HttpAuth auth, String url, Set<String> headers) {
        for (String name : headers) {
            if (name.equalsIgnoreCase(auth.header())) {
                throw Refused.invalid("headers." + name + ": config.auth sets it");
            }
        }
        return auth.checked(url);
    }

    /** Those that are not for a signature to set. */
    Set<String> headerNames() {
        Set<String> names = new HashSet<>(headers == null ? Set.of() : headers.keySet());
        if (auth != null && auth.header() != null) {
            names.add(auth.header());
        }
        return names;
    }
}
