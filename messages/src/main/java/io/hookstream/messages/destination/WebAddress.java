package io.hookstream.messages.destination;

import io.hookstream.messages.Refused;
import java.net.URI;
import java.net.URISyntaxException;

/** The shape of URLs that users give: whether one may be reached is decided at connect time, by the egress guard. */
final class WebAddress {

    private static final int MAX_LENGTH = 2048;
    private static final int MAX_PORT = 65535;

    private WebAddress() {}

    /**
     * The URL, as it was given.
     *
     * @throws Refused naming the field
     */
    static String checked(String url, String field) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
                throw Refused.invalid(field + ": must begin with http:// or https://");
            }
            if (uri.getHost() == null || uri.getUserInfo() != null || url.length() > MAX_LENGTH) {
                throw Refused.invalid(
                        field + ": must have a host, no user name in it, and at most " + MAX_LENGTH + " characters");
            }
            if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw Refused.invalid(field + ": the port must be between 1 and " + MAX_PORT);
            }
            if (isNumeric(uri.getHost())) {
                throw Refused.invalid(field + ": a numeric host must be a dotted quad such as 192.0.2.1");
            }
            return url;
        } catch (URISyntaxException e) {
            throw Refused.invalid(field + ": is not a URL: " + e.getReason());
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
