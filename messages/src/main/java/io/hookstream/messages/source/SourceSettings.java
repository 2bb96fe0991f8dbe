package io.hookstream.messages.source;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a source.
 *
 * @param name for people
 * @param slug for addresses: lower-case letters, digits and hyphens, unique in its environment; made from the name if
 *     absent
 * @param enabled false refuses webhooks with 403; default true
 * @param dedupStrategy what equal webhooks have in common: {@code payload_hash}, {@code header_field} or
 *     {@code body_field}; null compares nothing
 * @param dedupField the header's name, or the path of the field in a JSON body; other strategies pass it over
 * @param dedupWindowSeconds how long the first of equal webhooks makes the others duplicates, 1 to 604800; default 300
 * @param verificationType a label of {@link VerificationType}; null lets in webhooks that nobody signed
 * @param verificationSecret needed with a type; its form depends on that
 * @param verificationSecretPrevious is as good, while a sender changes from it to the other
 * @param verificationHeader of {@code hmac_sha256} and {@code hmac_sha1}: where the signature is; default X-Signature
 * @param verificationToleranceSeconds by how much a signed time may differ from ours, both ways, 1 to 86400; default 300
 * @param verificationUrl of {@code twilio}: what Twilio calls, without the query; the source's address if absent
 * @param ipAllowlist who may send: addresses and CIDR ranges; anybody if absent
 * @param ipDenylist who may not; goes before the other
 * @param schemaValidationEnabled whether bodies are compared with the schema
 * @param jsonSchema of draft 4, 6, 7, 2019-09 or 2020-12, as its {@code $schema} says; default 2020-12
 * @param schemaAction {@code reject} refuses other bodies with 422, {@code warn} notes it; default reject
 * @param responseStatus what an accepted webhook is answered with, 200 to 299; default 200
 * @param responseBody instead of the event's id; text, or JSON
 * @param responseHeaders beside hookstream's own
 */
public record SourceSettings(
        @Nullable String name,
        @Nullable String slug,
        @Nullable Boolean enabled,
        @Nullable String dedupStrategy,
        @Nullable String dedupField,
        @Nullable Integer dedupWindowSeconds,
        @Nullable String verificationType,
        @Nullable VerificationSecret verificationSecret,
        @Nullable VerificationSecret verificationSecretPrevious,
        @Nullable String verificationHeader,
        @Nullable Integer verificationToleranceSeconds,
        @Nullable String verificationUrl,
        @Nullable List<String> ipAllowlist,
        @Nullable List<String> ipDenylist,
        @Nullable Boolean schemaValidationEnabled,
        @Nullable JsonText jsonSchema,
        @Nullable String schemaAction,
        @Nullable Integer responseStatus,
        @Nullable String responseBody,
        @Nullable Map<String, String> responseHeaders) {

    public static final String PAYLOAD_HASH = "payload_hash";
    public static final String HEADER_FIELD = "header_field";
    public static final String BODY_FIELD = "body_field";
    public static final int DEFAULT_DEDUP_WINDOW_SECONDS = 300;
    public static final int DEFAULT_TOLERANCE_SECONDS = 300;
    public static final String REJECT = "reject";
    public static final String WARN = "warn";

    private static final List<String> DEDUP_STRATEGIES = List.of(PAYLOAD_HASH, HEADER_FIELD, BODY_FIELD);
    private static final int MAX_DEDUP_WINDOW_SECONDS = 7 * 86400;
    private static final int MAX_TOLERANCE_SECONDS = 86_400;
    private static final int MAX_FIELD = 500;

    /** A source that compares nothing and lets in everything. */
    public SourceSettings(@Nullable String name, @Nullable String slug, @Nullable Boolean enabled) {
        this(name, slug, enabled, null, null, null);
    }

    /** A source that lets in everything. */
    public SourceSettings(
            @Nullable String name,
            @Nullable String slug,
            @Nullable Boolean enabled,
            @Nullable String dedupStrategy,
            @Nullable String dedupField,
            @Nullable Integer dedupWindowSeconds) {
        this(
                name,
                slug,
                enabled,
                dedupStrategy,
                dedupField,
                dedupWindowSeconds,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** @throws Refused naming the field that is missing or wrong */
    public SourceSettings checked(String id) {
        String checkedName = Check.name(name);
        if (dedupField != null && dedupField.length() > MAX_FIELD) {
            throw Refused.invalid("dedup_field: must have at most " + MAX_FIELD + " characters");
        }
        if (dedupStrategy != null) {
            checkDedup(dedupStrategy, dedupField);
        }
        int window = Check.between(
                dedupWindowSeconds, 1, MAX_DEDUP_WINDOW_SECONDS, DEFAULT_DEDUP_WINDOW_SECONDS, "dedup_window_seconds");
        String type = ProtectionRules.type(verificationType, verificationSecret, verificationSecretPrevious);
        int tolerance = Check.between(
                verificationToleranceSeconds,
                1,
                MAX_TOLERANCE_SECONDS,
                DEFAULT_TOLERANCE_SECONDS,
                "verification_tolerance_seconds");
        ProtectionRules.schema(schemaValidationEnabled, jsonSchema, schemaAction);
        ProtectionRules.response(responseStatus, responseBody, responseHeaders);
        return new SourceSettings(
                checkedName,
                Check.slug(slug, checkedName, id),
                enabled == null || enabled,
                dedupStrategy,
                dedupField,
                dedupStrategy == null && dedupWindowSeconds == null ? null : window,
                type,
                verificationSecret,
                verificationSecretPrevious,
                ProtectionRules.headerName(verificationHeader, "verification_header"),
                type == null && verificationToleranceSeconds == null ? null : tolerance,
                ProtectionRules.url(verificationUrl, id),
                ProtectionRules.ranges(ipAllowlist, "ip_allowlist"),
                ProtectionRules.ranges(ipDenylist, "ip_denylist"),
                schemaValidationEnabled,
                jsonSchema,
                jsonSchema != null && schemaAction == null ? REJECT : schemaAction,
                responseStatus,
                responseBody,
                responseHeaders);
    }

    /** Whether its webhooks are taken without a look, and answered as those of any other source. */
    public boolean plain() {
        return verificationType == null
                && ipAllowlist == null
                && ipDenylist == null
                && !Boolean.TRUE.equals(schemaValidationEnabled)
                && responseStatus == null
                && responseBody == null
                && responseHeaders == null;
    }

    private static void checkDedup(String strategy, @Nullable String field) {
        if (!DEDUP_STRATEGIES.contains(strategy)) {
            throw Refused.invalid(
                    "dedup_strategy: must be one of " + String.join(", ", DEDUP_STRATEGIES) + "; was " + strategy);
        }
        if (strategy.equals(PAYLOAD_HASH)) {
            return;
        }
        String given = Check.required(field, "dedup_field");
        if (strategy.equals(HEADER_FIELD)) {
            ProtectionRules.headerName(given, "dedup_field");
        }
        if (strategy.equals(BODY_FIELD) && given.isBlank()) {
            throw Refused.invalid("dedup_field: must be a path such as data.id");
        }
    }
}
