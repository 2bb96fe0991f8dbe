package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries to a destination are signed. The headers of {@code standard_webhooks} and {@code ed25519} are not for
 * the user to choose, and their timestamp is always there: the four fields about those are absent then.
 *
 * @param algorithm a label of {@link SigningAlgorithm}; default sha256
 * @param header default {@code X-hookstream-Signature}
 * @param prefix what comes before the hex signature, {@code {algorithm}} in it replaced; default {@code {algorithm}=}
 * @param includeTimestamp whether the Unix time is signed too, and sent; default false
 * @param timestampHeader default {@code X-hookstream-Timestamp}, in place of the time that is sent there otherwise
 * @param previousSecret signs too, with the same algorithm, until it expires
 * @param previousSecretExpiresAt there if and only if there is a previous secret
 */
public record SigningConfig(
        @Nullable SigningSecret secret,
        @Nullable String algorithm,
        @Nullable String header,
        @Nullable String prefix,
        @Nullable Boolean includeTimestamp,
        @Nullable String timestampHeader,
        @Nullable SigningSecret previousSecret,
        @Nullable Instant previousSecretExpiresAt) {

    public static final String ID_HEADER = "webhook-id";
    private static final String TIMESTAMP_HEADER = "webhook-timestamp";
    private static final String SIGNATURE_HEADER = "webhook-signature";

    private static final String DEFAULT_HEADER = "X-hookstream-Signature";
    private static final String DEFAULT_PREFIX = "{algorithm}=";
    private static final String DEFAULT_TIMESTAMP_HEADER = "X-hookstream-Timestamp";
    private static final Pattern PREFIX = Pattern.compile("[ -+\\--~]{0,64}");

    /** @param custom the names of the destination's own headers */
    SigningConfig checked(Set<String> custom) {
        SigningAlgorithm by = signingAlgorithm();
        boolean hex = by.isHex();
        SigningSecret previous = previousSecret;
        if (previous == null && previousSecretExpiresAt != null) {
            throw Refused.invalid("signing_config.previous_secret_expires_at: there is no previous_secret");
        }
        SigningConfig checked = new SigningConfig(
                Check.required(secret, "signing_config.secret").checked(by, "signing_config.secret"),
                by.label(),
                ofHex(header, DEFAULT_HEADER, by, "header"),
                ofHex(prefix, DEFAULT_PREFIX, by, "prefix"),
                hex ? Boolean.TRUE.equals(includeTimestamp) : null,
                ofHex(timestampHeader, DEFAULT_TIMESTAMP_HEADER, by, "timestamp_header"),
                previous == null ? null : previous.checked(by, "signing_config.previous_secret"),
                previous == null
                        ? null
                        : Check.required(previousSecretExpiresAt, "signing_config.previous_secret_expires_at"));
        checked.checkHeaders(custom);
        return checked;
    }

    /** @throws Refused if there is no such algorithm */
    public SigningAlgorithm signingAlgorithm() {
        return algorithm == null
                ? SigningAlgorithm.SHA256
                : SigningAlgorithm.of(algorithm)
                        .orElseThrow(() -> Refused.invalid(
                                "signing_config.algorithm: must be sha256, sha1, standard_webhooks or ed25519; was "
                                        + algorithm));
    }

    /** The header that the signatures are in. */
    public String signedIn() {
        return signingAlgorithm().isHex() ? Objects.requireNonNullElse(header, DEFAULT_HEADER) : SIGNATURE_HEADER;
    }

    /** The header that the signed time is in; nothing if the time is not signed. */
    public Optional<String> timedIn() {
        if (!signingAlgorithm().isHex()) {
            return Optional.of(TIMESTAMP_HEADER);
        }
        return Boolean.TRUE.equals(includeTimestamp)
                ? Optional.of(Objects.requireNonNullElse(timestampHeader, DEFAULT_TIMESTAMP_HEADER))
                : Optional.empty();
    }

    /** What is written before each hex signature. */
    public String hexPrefix() {
        return Objects.requireNonNullElse(prefix, DEFAULT_PREFIX)
                .replace("{algorithm}", signingAlgorithm().label());
    }

    /** A default that was filled in for another algorithm goes with it. */
    private static @Nullable String ofHex(@Nullable String given, String absent, SigningAlgorithm by, String field) {
        if (by.isHex()) {
            return given == null ? absent : given;
        }
        if (given != null && !given.equals(absent)) {
            throw Refused.invalid(
                    "signing_config." + field + ": cannot be set for " + by.label() + ", which has headers of its own");
        }
        return null;
    }

    private void checkHeaders(Set<String> custom) {
        checkHeader(header, "header");
        // Of the headers that hookstream sets, only this one may be replaced: by the same time in another form.
        if (!DEFAULT_TIMESTAMP_HEADER.equalsIgnoreCase(timestampHeader)) {
            checkHeader(timestampHeader, "timestamp_header");
        }
        if (header != null && header.equalsIgnoreCase(timestampHeader)) {
            throw Refused.invalid("signing_config.timestamp_header: is the same as header");
        }
        if (prefix != null && !PREFIX.matcher(prefix).matches()) {
            throw Refused.invalid("signing_config.prefix: must have at most 64 characters of ASCII, and no comma");
        }
        for (String name : custom) {
            boolean id = !signingAlgorithm().isHex() && name.equalsIgnoreCase(ID_HEADER);
            if (id
                    || name.equalsIgnoreCase(signedIn())
                    || name.equalsIgnoreCase(timedIn().orElse(null))) {
                throw Refused.invalid("headers." + name + ": signing_config sets it");
            }
        }
    }

    private static void checkHeader(@Nullable String name, String field) {
        String problem = name == null ? null : HeaderValue.problem(name, "");
        if (problem != null) {
            throw Refused.invalid("signing_config." + field + ": " + problem);
        }
    }
}
