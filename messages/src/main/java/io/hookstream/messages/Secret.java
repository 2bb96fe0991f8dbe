package io.hookstream.messages;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A secret as it may be stored and sent between modules: encrypted.
 *
 * @param ciphertext what {@link SecretCipher} made of it
 * @param hint its last 4 characters, or nothing of a secret so short that they would give it away
 */
public record Secret(String ciphertext, String hint) {

    /** What a masked secret begins with. */
    public static final String MASK = "****";

    /** What a person may see of it. */
    @JsonIgnore
    public String masked() {
        return MASK + hint;
    }

    @Override
    public String toString() {
        return masked();
    }
}
