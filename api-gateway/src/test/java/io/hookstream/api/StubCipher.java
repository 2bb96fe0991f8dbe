package io.hookstream.api;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;

/** Makes it plain to see what was encrypted. */
public final class StubCipher implements SecretCipher {

    @Override
    public Secret encrypt(String plaintext) {
        return new Secret(
                "v1." + new StringBuilder(plaintext).reverse(),
                plaintext.substring(Math.max(0, plaintext.length() - 4)));
    }

    @Override
    public String decrypt(Secret secret) {
        return new StringBuilder(secret.ciphertext().substring(3)).reverse().toString();
    }
}
