package io.hookstream.messages;

/** Turns secrets into what may be stored, and back, with the installation's master key. */
public interface SecretCipher {

    Secret encrypt(String plaintext);

    /** @throws IllegalStateException if the secret was encrypted with another master key */
    String decrypt(Secret secret);
}
