package io.hookstream.messages.source;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the settings that protect a source, and answer its senders, have to be. */
final class ProtectionRules {

    static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final int MAX_RANGES = 1000;
    private static final int MAX_URL = 2048;
    private static final int MAX_SCHEMA = 64 * 1024;
    private static final int MAX_RESPONSE_BODY = 16 * 1024;
    private static final int MAX_RESPONSE_HEADERS = 20;
    private static final int MAX_HEADER_VALUE = 1024;

    /** Statuses that have no body: 204 and 205. */
    private static final Set<Integer> BODILESS = Set.of(204, 205);

    /**
     * Those that say how the message is framed, that hookstream sets, or that would make a browser trust what somebody
     * who may set up a source has written, on the address that everybody's dashboard is on.
     */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "content-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "upgrade",
            "te",
            "trailer",
            "date",
            "x-request-id",
            "set-cookie",
            "set-cookie2",
            "clear-site-data",
            "content-security-policy",
            "content-security-policy-report-only",
            "strict-transport-security",
            "public-key-pins",
            "service-worker-allowed",
            "x-content-type-options",
            "x-frame-options",
            "alt-svc",
            "refresh",
            "www-authenticate",
            "proxy-authenticate");

    private static final String CROSS_ORIGIN = "access-control-";

    private ProtectionRules() {}

    /** The type's label; null if there is none. */
    static @Nullable String type(
            @Nullable String given, @Nullable VerificationSecret secret, @Nullable VerificationSecret previous) {
        if (given == null) {
            return null;
        }
        VerificationType type = VerificationType.of(given)
                .orElseThrow(() -> Refused.invalid(
                        "verification_type: must be one of " + VerificationType.labels() + "; was " + given));
        Check.required(secret, "verification_secret").check(type, "verification_secret");
        if (previous != null) {
            previous.check(type, "verification_secret_previous");
        }
        return type.label();
    }

    static @Nullable String headerName(@Nullable String name, String field) {
        if (name != null && !HEADER_NAME.matcher(name).matches()) {
            throw Refused.invalid(field + ": must be the name of a header; was " + name);
        }
        return name;
    }

    /** {@code {id}} in it is replaced: whoever creates a source does not know its id yet. */
    static @Nullable String url(@Nullable String given, String id) {
        if (given == null) {
            return null;
        }
        String url = given.replace("{id}", id);
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && url.length() <= MAX_URL) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Refused below, like a URL of another kind.
        }
        throw Refused.invalid("verification_url: must be an absolute http or https URL of at most " + MAX_URL
                + " characters, without user, query or fragment");
    }

    /** Null if it is empty: an allowlist of nobody is what disabling the source is for. */
    static @Nullable List<String> ranges(@Nullable List<String> given, String field) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        if (given.size() > MAX_RANGES) {
            throw Refused.invalid(field + ": must have at most " + MAX_RANGES + " entries");
        }
        for (String range : given) {
            try {
                IpRange.parse(Check.required(range, field));
            } catch (IllegalArgumentException e) {
                throw Refused.invalid(field + ": " + range + " " + e.getMessage());
            }
        }
        return given.stream().map(String::strip).toList();
    }

    static void schema(@Nullable Boolean enabled, @Nullable JsonText schema, @Nullable String action) {
        if (schema != null && schema.json().length() > MAX_SCHEMA) {
            throw Refused.invalid("json_schema: must have at most " + MAX_SCHEMA + " characters");
        }
        if (Boolean.TRUE.equals(enabled)) {
            Check.required(schema, "json_schema");
        }
        if (action != null && !action.equals(SourceSettings.REJECT) && !action.equals(SourceSettings.WARN)) {
            throw Refused.invalid("schema_action: must be reject or warn; was " + action);
        }
    }

    static void response(@Nullable Integer status, @Nullable String body, @Nullable Map<String, String> headers) {
        // Whoever answers anything else than 2xx is sent the webhook again, although it has it.
        int checked = Check.between(status, 200, 299, 200, "response_status");
        if (body != null && body.length() > MAX_RESPONSE_BODY) {
            throw Refused.invalid("response_body: must have at most " + MAX_RESPONSE_BODY + " characters");
        }
        if (body != null && !body.isEmpty() && BODILESS.contains(checked)) {
            throw Refused.invalid("response_body: an answer of status " + checked + " has none");
        }
        if (headers == null) {
            return;
        }
        if (headers.size() > MAX_RESPONSE_HEADERS) {
            throw Refused.invalid("response_headers: must be at most " + MAX_RESPONSE_HEADERS);
        }
        headers.forEach((name, value) -> {
            String problem = problem(name, Check.required(value, "response_headers." + name));
            if (problem != null) {
                throw Refused.invalid("response_headers." + name + ": " + problem);
            }
        });
    }

    private static @Nullable String problem(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            return "is not a header name";
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || lower.startsWith(CROSS_ORIGIN)) {
            return "cannot be set";
        }
        if (value.length() > MAX_HEADER_VALUE
                || value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f || c > 0xff)) {
            return "must have at most " + MAX_HEADER_VALUE + " characters, no line breaks and no control characters";
        }
        return null;
    }
}
