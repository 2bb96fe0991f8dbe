package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * An HMAC of the address that Twilio calls and of a form's fields, sorted; of another body, the address has the digest in
 * {@code bodySHA256}. The address is as configured: what the request says of it, its sender could choose.
 *
 * @param url without the query; null if nobody knows it
 */
record TwilioSignature(Keys keys, @Nullable String url) implements Verifier {

    private static final String HEADER = "X-Twilio-Signature";
    private static final String DIGEST = "bodySHA256=";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int DIGEST_BYTES = 32;

    @Override
    public void verify(Incoming webhook, Instant now) {
        String value = webhook.one(HEADER);
        if (url == null) {
            throw ApiException.unauthorized("The source has no verification_url, which Twilio's signatures need");
        }
        byte[] signature = Encoding.BASE64.decode(value, keys.length());
        String fields = fields(webhook);
        String query = webhook.query() == null ? "" : "?" + webhook.query();
        ApiException mismatch = null;
        for (String address : addresses(url)) {
            try {
                keys.check(Arrays.asList(new byte[][] {signature}), Keys.utf8(address + query + fields));
                return;
            } catch (ApiException e) {
                mismatch = e;
            }
        }
        throw Objects.requireNonNull(mismatch);
    }

    /** Twilio signs with or without the port, depending on the product. */
    private static Set<String> addresses(String url) {
        URI uri = URI.create(url);
        int authority = url.indexOf("//") + 2;
        int path = url.indexOf('/', authority);
        String rest = path < 0 ? "" : url.substring(path);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        String start = url.substring(0, authority) + uri.getHost();
        return new LinkedHashSet<>(List.of(url, start + rest, start + ":" + port + rest));
    }

    /** What of the body is signed with the address. */
    private static String fields(Incoming webhook) {
        String digest = digest(webhook.query());
        if (digest != null) {
            byte[] expected = Encoding.HEX.decode(digest, DIGEST_BYTES);
            if (expected == null || !MessageDigest.isEqual(sha256(webhook.body()), expected)) {
                throw ApiException.unauthorized("The body is not the one that bodySHA256 is of");
            }
            return "";
        }
        if (webhook.body().length == 0) {
            return "";
        }
        String type = webhook.headers().getFirst(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            throw ApiException.unauthorized("The body is not signed: it is no form, and bodySHA256 is missing");
        }
        TreeMap<String, TreeSet<String>> sorted = new TreeMap<>();
        for (String field : new String(webhook.body(), StandardCharsets.UTF_8).split("&", -1)) {
            if (!field.isEmpty()) {
                int equals = field.indexOf('=');
                String name = decoded(equals < 0 ? field : field.substring(0, equals));
                sorted.computeIfAbsent(name, any -> new TreeSet<>())
                        .add(equals < 0 ? "" : decoded(field.substring(equals + 1)));
            }
        }
        StringBuilder fields = new StringBuilder();
        sorted.forEach(
                (name, values) -> values.forEach(value -> fields.append(name).append(value)));
        return fields.toString();
    }

    private static @Nullable String digest(@Nullable String query) {
        if (query == null) {
            return null;
        }
        return Arrays.stream(query.split("&", -1))
                .filter(parameter -> parameter.startsWith(DIGEST))
                .map(parameter -> parameter.substring(DIGEST.length()))
                .findFirst()
                .orElse(null);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.unauthorized("The body is not a form that can be read");
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
