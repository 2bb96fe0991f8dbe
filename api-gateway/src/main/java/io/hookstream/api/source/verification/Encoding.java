package io.hookstream.api.source.verification;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a signature is written. */
enum Encoding {
    HEX,
    BASE64,
    /** Whichever of the two it can be: of one length they have different numbers of characters. */
    EITHER;

    /**
     * Null if it is no signature of that length.
     *
     * @param length in bytes
     */
    byte @Nullable [] decode(String text, int length) {
        try {
            byte[] decoded = this == HEX || (this == EITHER && text.length() == 2 * length)
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            return decoded.length == length ? decoded : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
