package io.hookstream.messages.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.security.interfaces.RSAPrivateKey;

/**
 * A Google service account's key, as the JSON that Google hands out.
 *
 * @param problem what is wrong with it, or nothing: noted before it is encrypted, because nobody can tell afterwards
 */
public record ServiceAccountKey(Secret secret, String problem) {

    public static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
    private static final int MAX_CHARACTERS = 16_384;

    public static ServiceAccountKey encrypted(String plain, SecretCipher cipher) {
        return new ServiceAccountKey(cipher.encrypt(plain), problem(plain));
    }

    private static String problem(String plain) {
        if (plain.length() > MAX_CHARACTERS) {
            return "must have at most " + MAX_CHARACTERS + " characters";
        }
        JsonNode key;
        try {
            key = Json.mapper().readTree(plain);
        } catch (JsonProcessingException e) {
            return "must be JSON";
        }
        if (key.path("client_email").asText().isBlank()) {
            return "client_email is missing in it";
        }
        if (!(Pem.privateKey(key.path("private_key").asText()).orElse(null) instanceof RSAPrivateKey)) {
            return "private_key in it must be an RSA key in PEM (BEGIN PRIVATE KEY)";
        }
        try {
            WebAddress.checked(key.path("token_uri").asText(TOKEN_URI), "token_uri in it");
        } catch (Refused e) {
            return String.valueOf(e.getMessage());
        }
        return "";
    }

    ServiceAccountKey checked(String field) {
        if (!problem.isEmpty()) {
            throw Refused.invalid(field + ": " + problem);
        }
        return this;
    }
}
