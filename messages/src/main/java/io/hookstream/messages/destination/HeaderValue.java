package io.hookstream.messages.destination;

import io.hookstream.messages.Secret;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a custom header. Exactly one of the two is set: a header whose name says that it carries a credential is
 * a secret, so that its kind depends on its name alone.
 */
public record HeaderValue(@Nullable String value, @Nullable Secret secret) {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern CREDENTIAL =
            Pattern.compile("auth|cookie|key|token|secret|password|signature", Pattern.CASE_INSENSITIVE);

    /** Those that say how the message is framed, or that hookstream itself sets. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "proxy-connection",
            "expect",
            "x-hookstream-event-id",
            "x-hookstream-delivery-attempt",
            "x-hookstream-timestamp");

    /** Whether the value of a header of this name is kept secret. */
    public static boolean isSecret(String name) {
        return CREDENTIAL.matcher(name).find();
    }

    /** What is wrong with the header's name or plain value, or null. */
    public static @Nullable String problem(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            return "is not a header name";
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return "cannot be set: hookstream sets it";
        }
        if (value.length() > 4096 || value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f || c > 0xff)) {
            return "must have at most 4096 characters, no line breaks and no control characters";
        }
        return null;
    }
}
