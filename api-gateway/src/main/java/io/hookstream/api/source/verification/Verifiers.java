package io.hookstream.api.source.verification;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.VerificationSecret;
import io.hookstream.messages.source.VerificationType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the verifier that a source's settings ask for. */
@Component
public class Verifiers {

    private static final String DEFAULT_HEADER = "X-Signature";

    private final SecretCipher cipher;

    Verifiers(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * @param settings with a type and a secret
     * @param url what the source is called from outside, unless its settings say; null if nobody knows
     */
    public Verifier of(SourceSettings settings, @Nullable String url) {
        VerificationType type = VerificationType.of(Objects.requireNonNull(settings.verificationType()))
                .orElseThrow(() -> new IllegalStateException("There is no way to verify " + settings));
        String header = Objects.requireNonNullElse(settings.verificationHeader(), DEFAULT_HEADER);
        Tolerance tolerance = new Tolerance(Objects.requireNonNullElse(
                settings.verificationToleranceSeconds(), SourceSettings.DEFAULT_TOLERANCE_SECONDS));
        List<byte[]> secrets = Stream.of(settings.verificationSecret(), settings.verificationSecretPrevious())
                .filter(Objects::nonNull)
                .map(secret -> key(type, secret))
                .toList();
        Keys sha256 = Keys.of(Keys.SHA256, secrets);
        Keys sha1 = Keys.of(Keys.SHA1, secrets);
        return switch (type) {
            case HMAC_SHA256 -> generic(sha256, "sha256=", header, tolerance);
            case HMAC_SHA1 -> new BodySignature(sha1, List.of(header), "sha1=", false, Encoding.EITHER);
            case STANDARD_WEBHOOKS -> new StandardSignature(sha256, tolerance, StandardSignature.STANDARD);
            case STRIPE -> TimedSignature.stripe(sha256, tolerance);
            case GITHUB -> BodySignature.strict(sha256, "X-Hub-Signature-256", "sha256=", Encoding.HEX);
            case SHOPIFY ->
                new BodySignature(
                        sha256, List.of("X-Shopify-Hmac-SHA256", "Shopify-Hmac-Sha256"), "", true, Encoding.BASE64);
            case SLACK -> new SlackSignature(sha256, tolerance);
            case TWILIO ->
                new TwilioSignature(sha1, settings.verificationUrl() == null ? url : settings.verificationUrl());
            case SENDGRID ->
                new SendGridSignature(secrets.stream().map(Verifiers::publicKey).toList(), tolerance);
            case INTERCOM -> BodySignature.strict(sha1, "X-Hub-Signature", "sha1=", Encoding.HEX);
            case LINEAR -> new LinearSignature(sha256, tolerance);
            case SVIX, CLERK, RESEND -> new StandardSignature(sha256, tolerance, StandardSignature.SVIX);
            case PADDLE -> TimedSignature.paddle(sha256, tolerance);
            case POSTMARK -> new BasicCredentials(secrets);
            case TYPEFORM -> BodySignature.strict(sha256, "Typeform-Signature", "sha256=", Encoding.BASE64);
        };
    }

    /** A header of a provider that signs more than the body can only be read as that provider writes it. */
    private static Verifier generic(Keys keys, String prefix, String header, Tolerance tolerance) {
        TimedSignature stripe = TimedSignature.stripe(keys, tolerance);
        TimedSignature paddle = TimedSignature.paddle(keys, tolerance);
        if (header.equalsIgnoreCase(stripe.header())) {
            return stripe;
        }
        if (header.equalsIgnoreCase(paddle.header())) {
            return paddle;
        }
        return header.equalsIgnoreCase(SlackSignature.HEADER)
                ? new SlackSignature(keys, tolerance)
                : new BodySignature(keys, List.of(header), prefix, false, Encoding.EITHER);
    }

    private byte[] key(VerificationType type, VerificationSecret secret) {
        return type.form()
                .key(cipher.decrypt(secret.secret()))
                .orElseThrow(() -> new IllegalStateException("A stored secret is no key for " + type.label()));
    }

    private static PublicKey publicKey(byte[] encoded) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored public key cannot be read", e);
        }
    }
}
