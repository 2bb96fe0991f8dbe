package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.net.URI;
import java.net.URISyntaxException;
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
                checkedUrl(Check.required(url, "url")),
                checkedMethod,
                checkedHeaders,
                Check.between(timeout, 1, 60, DEFAULT_TIMEOUT, "config.timeout"));
    }

    Set<String> headerNames() {
        return headers == null ? Set.of() : headers.keySet();
    }

    /** Only the shape: whether the address may be reached is decided at connect time, by the egress guard. */
    private static String checkedUrl(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
                throw Refused.invalid("url: must begin with http:// or https://");
            }
            if (uri.getHost() == null || uri.getUserInfo() != null || url.length() > 2048) {
                throw Refused.invalid("url: must have a host, no user name in it, and at most 2048 characters");
            }
            if (uri.getPort() == 0 || uri.getPort() > 65535) {
                throw Refused.invalid("url: the port must be between 1 and 65535");
            }
            if (isNumeric(uri.getHost())) {
                throw Refused.invalid("url: a numeric host must be a dotted quad such as 192.0.2.1");
            }
            return url;
        } catch (URISyntaxException e) {
            throw Refused.invalid("url: is not a URL: " + e.getReason());
        }
    }

    /** 2130706433, 127.1 and 0x7f.1 are addresses to some parsers and names to others, also with a dot at the end. */
    private static boolean isNumeric(String host) {
        if (host.startsWith("[")) {
            return false;
        }
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        boolean numeric = last.matches("[0-9]+|0[xX][0-9a-fA-F]*");
        String octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        return numeric && !host.matches(octet + "(\\." + octet + "){3}");
    }
}
