package io.hookstream.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The key that all secrets of this installation are encrypted with: as configured, or from a file made once. */
final class MasterKey {

    private static final String FILE = "master.key";
    private static final int BYTES = 32;

    private MasterKey() {}

    static byte[] of(String configured, Path data) {
        return configured.isBlank() ? fromFile(data.resolve(FILE)) : decode(configured, "hookstream.master-key");
    }

    private static byte[] fromFile(Path file) {
        try {
            if (Files.exists(file)) {
                return decode(Files.readString(file), file.toString());
            }
            byte[] key = new byte[BYTES];
            new SecureRandom().nextBytes(key);
            PrivateFile.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The master key " + file + " cannot be read or written", e);
        }
    }

    private static byte[] decode(String base64, String from) {
        try {
            byte[] key = Base64.getDecoder().decode(base64.strip());
            if (key.length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a key of another length.
        }
        throw new StartFailure.Problem(from + ": must be " + BYTES + " bytes in base64");
    }
}
