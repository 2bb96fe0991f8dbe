package io.hookstream.delivery.destination;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads URLs so strictly that no two parsers can disagree on the host. */
final class EgressUrl {

    private static final int MAX_LENGTH = 8192;
    private static final int MAX_PORT = 65535;

    private EgressUrl() {}

    static URI parse(String url, Set<String> schemes) {
        if (url.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("URL is longer than " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '\\') {
                throw new IllegalArgumentException("URL contains a backslash");
            }
            if (Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                throw new IllegalArgumentException("URL contains a space or control character");
            }
        }
        URI uri = parseStrictly(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw new IllegalArgumentException("URL must start with "
                    + schemes.stream().sorted().map(one -> one + "://").collect(Collectors.joining(" or ")));
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("URL has no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("URL must not contain a user name or password; use a header");
        }
        return rebuild(uri, scheme, authority);
    }

    private static URI parseStrictly(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL is not valid: " + e.getReason(), e);
        }
    }

    private static URI rebuild(URI uri, String scheme, String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', bracket + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        StringBuilder canonical = new StringBuilder(scheme).append("://").append(host(host));
        if (!port.isEmpty()) {
            canonical.append(':').append(port(port));
        }
        canonical.append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            canonical.append('?').append(uri.getRawQuery());
        }
        URI rebuilt = parseStrictly(parseStrictly(canonical.toString()).toASCIIString());
        if (rebuilt.getHost() == null) {
            throw new IllegalArgumentException("URL has no valid host");
        }
        return rebuilt;
    }

    private static String host(String host) {
        if (host.startsWith("[")) {
            if (!host.endsWith("]") || Cidr.literal(host.substring(1, host.length() - 1)) == null) {
                throw new IllegalArgumentException("URL's host is not an IPv6 address without a zone");
            }
            return host;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("URL has no valid host: " + e.getMessage(), e);
        }
        if (ascii.isEmpty()) {
            throw new IllegalArgumentException("URL has no host");
        }
        if (endsInNumber(ascii) && Cidr.literal(ascii) == null) {
            throw new IllegalArgumentException("URL's host is a number that is not an address like 192.0.2.1");
        }
        return ascii;
    }

    /** Whether other parsers may take the host for an IPv4 address, after the URL standard's "ends in a number". */
    private static boolean endsInNumber(String host) {
        String trimmed = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = trimmed.substring(trimmed.lastIndexOf('.') + 1);
        return last.matches("[0-9]+|0x[0-9a-f]*");
    }

    private static int port(String digits) {
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        }
        throw new IllegalArgumentException("URL's port is not between 1 and " + MAX_PORT);
    }
}
