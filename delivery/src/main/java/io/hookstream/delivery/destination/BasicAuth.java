package io.hookstream.delivery.destination;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User names and passwords in HTTP (RFC 7617). */
public final class BasicAuth {

    private BasicAuth() {}

    /** The value of the header {@code Authorization}. */
    public static String header(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
