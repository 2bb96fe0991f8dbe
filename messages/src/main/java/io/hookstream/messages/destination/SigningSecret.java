package io.hookstream.messages.destination;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.util.Arrays;
import java.util.List;

/**
 * A secret that deliveries are signed with.
 *
 * @param algorithms those that it is a key for: noted before it is encrypted, because nobody can tell afterwards, and
 *     an algorithm may be changed without it
 */
public record SigningSecret(Secret secret, List<String> algorithms) {

    public static SigningSecret encrypted(String plain, SecretCipher cipher) {
        return new SigningSecret(
                cipher.encrypt(plain),
                Arrays.stream(SigningAlgorithm.values())
                        .filter(algorithm -> algorithm.accepts(plain))
                        .map(SigningAlgorithm::label)
                        .toList());
    }

    SigningSecret checked(SigningAlgorithm algorithm, String field) {
        if (!algorithms.contains(algorithm.label())) {
            throw Refused.invalid(field + ": " + algorithm.rule());
        }
        return this;
    }
}
