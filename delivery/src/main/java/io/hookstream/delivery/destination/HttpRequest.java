package io.hookstream.delivery.destination;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What every request to a destination has in common.
 *
 * @param url as {@link EgressGuard#parse} returns it
 * @param headers the destination's own, in plain text; they cannot replace those that frame a request or that hookstream
 *     adds
 * @param secrets those of them that carry a credential, masked
 */
record HttpRequest(URI url, String method, Map<String, String> headers, Map<String, String> secrets) {

    /** @throws RefusedException if the URL must not be called */
    static HttpRequest of(HttpConfig config, GuardedHttp http, SecretCipher cipher) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, String> secrets = new LinkedHashMap<>();
        if (config.headers() != null) {
            config.headers().forEach((name, value) -> {
                headers.put(name, plain(value, cipher));
                if (value.secret() != null) {
                    secrets.put(name, value.secret().masked());
                }
            });
        }
        return new HttpRequest(
                http.parse(Objects.requireNonNull(config.url(), "checked when it was set up")),
                Objects.requireNonNullElse(config.method(), "POST"),
                headers,
                secrets);
    }

    /** With a credential in a header of its own. */
    HttpRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        Map<String, String> masked = new LinkedHashMap<>(secrets);
        masked.put(name, Secret.MASK);
        return new HttpRequest(url, method, more, masked);
    }

    private static String plain(HeaderValue header, SecretCipher cipher) {
        return header.secret() == null
                ? Objects.requireNonNullElse(header.value(), "")
                : cipher.decrypt(header.secret());
    }

    /** Headers as they are stored and shown: those that carry a credential as their destination shows them. */
    Map<String, String> masked(Map<String, String> sent) {
        Map<String, String> shown = new LinkedHashMap<>(sent);
        secrets.forEach(
                (name, masked) -> shown.replaceAll((header, text) -> header.equalsIgnoreCase(name) ? masked : text));
        return shown;
    }
}
