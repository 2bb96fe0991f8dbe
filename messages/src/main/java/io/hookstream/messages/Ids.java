package io.hookstream.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes ids: a prefix and 32 hexadecimal digits of a UUID version 7 (RFC 9562), so that ids sort by time and stores
 * append instead of scattering.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();

    private Ids() {}

    /** A new id such as {@code evt_0192f0c1…}; {@code prefix} comes without the underscore. */
    public static String create(String prefix, long epochMillis) {
        byte[] uuid = new byte[16];
        RANDOM.nextBytes(uuid);
        for (int i = 0; i < 6; i++) {
            uuid[i] = (byte) (epochMillis >>> (40 - 8 * i));
        }
        uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x70);
        uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
        return prefix + "_" + HEX.formatHex(uuid);
    }

    /**
     * The same id for the same parts, which hold no slashes: whoever makes it again makes the same.
     *
     * @param prefix without the underscore
     */
    public static String derive(String prefix, String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("/", parts).getBytes(StandardCharsets.UTF_8));
            return prefix + "_" + HEX.formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
