package io.hookstream.api.source;

import io.hookstream.api.ApiException;
import io.hookstream.messages.source.SourceSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a source for one provider's webhooks is set to.
 *
 * @param verificationType how the provider signs
 * @param secret what is to be put into {@code verification_secret}, and where the provider shows it
 * @param headers those that the provider signs with
 * @param docsUrl where the provider describes it
 * @param dedupStrategy what the provider's own id of a webhook is found by, so that a webhook that is sent again within
 *     the window is a duplicate
 */
record SourceTemplate(
        String id,
        String name,
        String verificationType,
        String description,
        String secret,
        List<String> headers,
        String docsUrl,
        String dedupStrategy,
        @Nullable String dedupField,
        int dedupWindowSeconds,
        int verificationToleranceSeconds) {

    /** Longer than a signed time is good for, which is twice the tolerance. */
    private static final int WINDOW = 3600;

    /** Linear's own rule. */
    private static final int MINUTE = 60;

    private static final String HEADER = SourceSettings.HEADER_FIELD;
    private static final String BODY = SourceSettings.BODY_FIELD;
    private static final String HASH = SourceSettings.PAYLOAD_HASH;
    private static final List<String> SVIX = List.of("svix-id", "svix-timestamp", "svix-signature");

    static final List<SourceTemplate> ALL = List.of(
            of(
                    "stripe",
                    "Stripe",
                    "HMAC-SHA256 of the time and the body",
                    "the endpoint's signing secret, whsec_…, whole",
                    List.of("Stripe-Signature"),
                    "https://docs.stripe.com/webhooks/signature",
                    BODY,
                    "id"),
            of(
                    "shopify",
                    "Shopify",
                    "HMAC-SHA256 of the body, in base64",
                    "the app's client secret",
                    List.of("X-Shopify-Hmac-SHA256"),
                    "https://shopify.dev/docs/apps/build/webhooks/subscribe/https",
                    HEADER,
                    "X-Shopify-Webhook-Id"),
            of(
                    "github",
                    "GitHub",
                    "HMAC-SHA256 of the body",
                    "the secret of the webhook's settings",
                    List.of("X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery"),
                    "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
                    HEADER,
                    "X-GitHub-Delivery"),
            of(
                    "slack",
                    "Slack",
                    "HMAC-SHA256 of the time and the body",
                    "the app's signing secret",
                    List.of("X-Slack-Signature", "X-Slack-Request-Timestamp"),
                    "https://docs.slack.dev/authentication/verifying-requests-from-slack",
                    BODY,
                    "event_id"),
            of(
                    "twilio",
                    "Twilio",
                    "HMAC-SHA1 of the address and the form's fields or the body's digest",
                    "the account's auth token",
                    List.of("X-Twilio-Signature"),
                    "https://www.twilio.com/docs/usage/security",
                    HEADER,
                    "I-Twilio-Idempotency-Token"),
            of(
                    "sendgrid",
                    "SendGrid",
                    "ECDSA of the time and the body",
                    "the verification key of the signed event webhook: a public key in base64",
                    List.of("X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp"),
                    "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features",
                    HASH,
                    null),
            of(
                    "intercom",
                    "Intercom",
                    "HMAC-SHA1 of the body",
                    "the app's client secret",
                    List.of("X-Hub-Signature"),
                    "https://developers.intercom.com/docs/webhooks/setting-up-webhooks",
                    BODY,
                    "id"),
            new SourceTemplate(
                    "linear",
                    "Linear",
                    "linear",
                    receive("Linear", "HMAC-SHA256 of the body, which has the time"),
                    "the webhook's signing secret",
                    List.of("Linear-Signature", "Linear-Delivery", "Linear-Event"),
                    "https://linear.app/developers/webhooks",
                    HEADER,
                    "Linear-Delivery",
                    WINDOW,
                    MINUTE),
            of(
                    "clerk",
                    "Clerk",
                    "Svix's HMAC-SHA256 of the id, the time and the body",
                    "the endpoint's signing secret, whsec_…",
                    SVIX,
                    "https://clerk.com/docs/webhooks/overview",
                    HEADER,
                    "svix-id"),
            of(
                    "svix",
                    "Svix",
                    "HMAC-SHA256 of the id, the time and the body",
                    "the endpoint's signing secret, whsec_…",
                    SVIX,
                    "https://docs.svix.com/receiving/verifying-payloads/how-manual",
                    HEADER,
                    "svix-id"),
            of(
                    "paddle",
                    "Paddle",
                    "HMAC-SHA256 of the time and the body",
                    "the notification destination's secret key",
                    List.of("Paddle-Signature"),
                    "https://developer.paddle.com/webhooks/signature-verification",
                    BODY,
                    "event_id"),
            of(
                    "resend",
                    "Resend",
                    "Svix's HMAC-SHA256 of the id, the time and the body",
                    "the webhook's signing secret, whsec_…",
                    SVIX,
                    "https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests",
                    HEADER,
                    "svix-id"),
            of(
                    "postmark",
                    "Postmark",
                    "a user and a password, for Postmark signs nothing: put them into the address that it calls",
                    "user:password",
                    List.of("Authorization"),
                    "https://postmarkapp.com/developer/webhooks/webhooks-overview",
                    HASH,
                    null),
            of(
                    "typeform",
                    "Typeform",
                    "HMAC-SHA256 of the body, in base64",
                    "the secret of the webhook's settings",
                    List.of("Typeform-Signature"),
                    "https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
                    BODY,
                    "event_id"),
            new SourceTemplate(
                    "custom",
                    "Custom",
                    "standard_webhooks",
                    "Receive webhooks of your own, signed as Standard Webhooks says: HMAC-SHA256 of the id, the time and"
                            + " the body.",
                    "base64 of the key, with or without whsec_ before it",
                    List.of("webhook-id", "webhook-timestamp", "webhook-signature"),
                    "https://www.standardwebhooks.com",
                    HEADER,
                    "webhook-id",
                    WINDOW,
                    SourceSettings.DEFAULT_TOLERANCE_SECONDS));

    private static SourceTemplate of(
            String id,
            String name,
            String scheme,
            String secret,
            List<String> headers,
            String docsUrl,
            String dedupStrategy,
            @Nullable String dedupField) {
        return new SourceTemplate(
                id,
                name,
                id,
                receive(name, scheme),
                secret,
                headers,
                docsUrl,
                dedupStrategy,
                dedupField,
                WINDOW,
                SourceSettings.DEFAULT_TOLERANCE_SECONDS);
    }

    private static String receive(String name, String scheme) {
        return "Receive " + name + " webhooks, verified by " + scheme + ".";
    }

    /** @throws ApiException 400 if there is none */
    static SourceTemplate find(String id) {
        return ALL.stream()
                .filter(template -> template.id.equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.badRequest("template: must be one of "
                        + ALL.stream().map(SourceTemplate::id).collect(Collectors.joining(", ")) + "; was " + id));
    }

    /** What is said already, and be it null, stays. */
    void fill(ObjectNode body) {
        if (!body.has("verification_type")) {
            body.put("verification_type", verificationType);
        }
        if (!body.has("verification_tolerance_seconds")) {
            body.put("verification_tolerance_seconds", verificationToleranceSeconds);
        }
        if (!body.has("dedup_strategy")) {
            body.put("dedup_strategy", dedupStrategy);
            if (dedupField != null && !body.has("dedup_field")) {
                body.put("dedup_field", dedupField);
            }
            if (!body.has("dedup_window_seconds")) {
                body.put("dedup_window_seconds", dedupWindowSeconds);
            }
        }
    }
}
