package io.hookstream.messages.source;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.util.Arrays;
import java.util.List;

/**
 * A secret that a source's webhooks are verified with.
 *
 * @param forms the labels of the {@link SecretForm}s that it has: noted before it is encrypted, because nobody can tell
 *     afterwards, and the type of the verification may be changed without it
 */
public record VerificationSecret(Secret secret, List<String> forms) {

    public static VerificationSecret encrypted(String plain, SecretCipher cipher) {
        return new VerificationSecret(
                cipher.encrypt(plain),
                Arrays.stream(SecretForm.values())
                        .filter(form -> form.key(plain).isPresent())
                        .map(SecretForm::label)
                        .toList());
    }

    void check(VerificationType type, String field) {
        if (!forms.contains(type.form().label())) {
            throw Refused.invalid(field + ": " + type.form().rule() + ", for " + type.label());
        }
    }
}
