package io.hookstream.delivery.destination;

import io.hookstream.messages.destination.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A signature in the making: begun with a key, fed in pieces, and read once. */
sealed interface RunningSignature {

    void update(byte[] bytes);

    /** As it is written. */
    String end();

    static RunningSignature begin(SigningAlgorithm algorithm, byte[] key) {
        try {
            return switch (algorithm) {
                case SHA256 -> new Hmac(mac("HmacSHA256", key), true);
                case SHA1 -> new Hmac(mac("HmacSHA1", key), true);
                case STANDARD_WEBHOOKS -> new Hmac(mac("HmacSHA256", key), false);
                case ED25519 -> {
                    Signature signature = Signature.getInstance("Ed25519");
                    signature.initSign(SigningAlgorithm.privateKey(key));
                    yield new Ed25519(signature);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has these algorithms", e);
        }
    }

    private static Mac mac(String name, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        return mac;
    }

    /** @param hex or base64 */
    record Hmac(Mac mac, boolean hex) implements RunningSignature {

        @Override
        public void update(byte[] bytes) {
            mac.update(bytes);
        }

        @Override
        public String end() {
            byte[] code = mac.doFinal();
            return hex ? HexFormat.of().formatHex(code) : Base64.getEncoder().encodeToString(code);
        }
    }

    /** Keeps what it is fed until the end. */
    record Ed25519(Signature signature) implements RunningSignature {

        @Override
        public void update(byte[] bytes) {
            try {
                signature.update(bytes);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("It was begun", e);
            }
        }

        @Override
        public String end() {
            try {
                return Base64.getEncoder().encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("It was begun", e);
            }
        }
    }
}
