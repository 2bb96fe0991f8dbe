package io.hookstream.app;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce. A ciphertext is {@code v1.} and the base64 of nonce, ciphertext and tag. */
final class AesCipher implements SecretCipher {

    private static final String VERSION = "v1.";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** A shorter secret has no hint: 4 characters of it would give too much away. */
    private static final int SHORTEST_WITH_HINT = 12;

    private static final int HINT = 4;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;

    AesCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    public Secret encrypt(String plaintext) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plaintext.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
            return new Secret(VERSION + Base64.getEncoder().encodeToString(all), hint(plaintext));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A secret could not be encrypted", e);
        }
    }

    @Override
    public String decrypt(Secret secret) {
        try {
            if (!secret.ciphertext().startsWith(VERSION)) {
                throw new IllegalArgumentException("It does not begin with " + VERSION);
            }
            byte[] all = Base64.getDecoder().decode(secret.ciphertext().substring(VERSION.length()));
            if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new IllegalArgumentException("It is too short");
            }
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("A secret could not be decrypted: was the master key changed?", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static String hint(String plaintext) {
        return plaintext.length() < SHORTEST_WITH_HINT ? "" : plaintext.substring(plaintext.length() - HINT);
    }
}
