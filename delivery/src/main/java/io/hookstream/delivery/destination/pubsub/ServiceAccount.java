package io.hookstream.delivery.destination.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.Pem;
import io.hookstream.messages.destination.ServiceAccountKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who publishes. It proves itself with a token that it signs (RFC 7523), which Google exchanges for one of its own. */
final class ServiceAccount {

    private static final String SCOPE = "https://www.googleapis.com/auth/pubsub";
    private static final long SECONDS = 3600;

    private final String email;
    private final String keyId;
    private final PrivateKey key;
    private final String tokenUri;

    /** @param json as it was checked when it was set up */
    ServiceAccount(String json) {
        JsonNode account;
        try {
            account = Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A service account is no JSON, though it was checked", e);
        }
        email = account.path("client_email").asText();
        keyId = account.path("private_key_id").asText();
        key = Pem.privateKey(account.path("private_key").asText()).orElseThrow();
        tokenUri = account.path("token_uri").asText(ServiceAccountKey.TOKEN_URI);
    }

    String tokenUri() {
        return tokenUri;
    }

    /** What a token is asked for with. */
    Map<String, String> form(Instant now) {
        return Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion(now));
    }

    private String assertion(Instant now) {
        Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "JWT"));
        if (!keyId.isEmpty()) {
            header.put("kid", keyId);
        }
        long second = now.getEpochSecond();
        // For Google wherever it is asked, as with its own clients: token_uri may be a private way to it.
        String audience = ServiceAccountKey.TOKEN_URI;
        Map<String, Object> claims =
                Map.of("iss", email, "scope", SCOPE, "aud", audience, "iat", second, "exp", second + SECONDS);
        try {
            String signed = encoded(Json.mapper().writeValueAsBytes(header)) + "."
                    + encoded(Json.mapper().writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException("The key was checked when it was set up", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
