package io.hookstream.messages.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a source's webhooks are verified: by a scheme that anybody may use, or as one provider signs. Stored by its
 * {@link #label}.
 */
public enum VerificationType {
    HMAC_SHA256(SecretForm.TEXT),
    HMAC_SHA1(SecretForm.TEXT),
    STANDARD_WEBHOOKS(SecretForm.BASE64),
    STRIPE(SecretForm.TEXT),
    GITHUB(SecretForm.TEXT),
    SHOPIFY(SecretForm.TEXT),
    SLACK(SecretForm.TEXT),
    TWILIO(SecretForm.TEXT),
    SENDGRID(SecretForm.P256),
    INTERCOM(SecretForm.TEXT),
    LINEAR(SecretForm.TEXT),
    SVIX(SecretForm.BASE64),
    CLERK(SecretForm.BASE64),
    RESEND(SecretForm.BASE64),
    PADDLE(SecretForm.TEXT),
    POSTMARK(SecretForm.BASIC),
    TYPEFORM(SecretForm.TEXT);

    private final SecretForm form;

    VerificationType(SecretForm form) {
        this.form = form;
    }

    /** Hyphens are as good as underscores, and capital letters as small ones. */
    public static Optional<VerificationType> of(String text) {
        String label = text.toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its secret looks like. */
    public SecretForm form() {
        return form;
    }

    static String labels() {
        return Arrays.stream(values()).map(VerificationType::label).collect(Collectors.joining(", "));
    }
}
