package io.hookstream.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientKey;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.ServiceAccountKey;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.VerificationSecret;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How the API writes and reads JSON: snake case, nulls shown, nothing unknown or coerced accepted. Secrets are encrypted
 * while they are read, so that no other code sees them, and masked when they are written.
 */
final class ApiJson {

    private ApiJson() {}

    static void configure(JsonMapper.Builder builder, SecretCipher cipher) {
        SimpleModule secrets = new SimpleModule("secrets");
        secrets.addSerializer(Secret.class, new MaskedSecret());
        secrets.addDeserializer(Secret.class, new EncryptingSecret(cipher));
        secrets.addSerializer(HeaderValue.class, new MaskedHeader());
        secrets.addDeserializer(HeaderValue.class, new EncryptingHeader(cipher));
        secrets.addSerializer(SigningSecret.class, new MaskedKey<>(SigningSecret::secret));
        secrets.addDeserializer(
                SigningSecret.class,
                new EncryptingKey<>(
                        plain -> SigningSecret.encrypted(plain, cipher),
                        masked -> new SigningSecret(masked, List.of())));
        secrets.addSerializer(VerificationSecret.class, new MaskedKey<>(VerificationSecret::secret));
        secrets.addDeserializer(
                VerificationSecret.class,
                new EncryptingKey<>(
                        plain -> VerificationSecret.encrypted(plain, cipher),
                        masked -> new VerificationSecret(masked, List.of())));
        secrets.addSerializer(ClientKey.class, new MaskedKey<>(ClientKey::secret));
        secrets.addDeserializer(
                ClientKey.class,
                new EncryptingKey<>(plain -> ClientKey.encrypted(plain, cipher), masked -> new ClientKey(masked, "")));
        secrets.addSerializer(ServiceAccountKey.class, new MaskedKey<>(ServiceAccountKey::secret));
        secrets.addDeserializer(
                ServiceAccountKey.class,
                new EncryptingKey<>(
                        plain -> ServiceAccountKey.encrypted(plain, cipher),
                        masked -> new ServiceAccountKey(masked, "")));
        secrets.addSerializer(JsonText.class, new Document());
        secrets.addDeserializer(JsonText.class, new DocumentText());
        secrets.addDeserializer(Instant.class, new IsoTime());
        builder.addModule(secrets)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // That is about numbers and booleans only: 1 would still become "1".
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    /** A secret that came back masked has no ciphertext: it stands for "leave it as it is". */
    private static Secret read(String text, SecretCipher cipher) {
        return isMasked(text) ? masked(text) : cipher.encrypt(text);
    }

    private static boolean isMasked(String text) {
        return text.startsWith(Secret.MASK);
    }

    private static Secret masked(String text) {
        return new Secret("", text);
    }

    private static final class MaskedSecret extends ValueSerializer<Secret> {
        @Override
        public void serialize(Secret secret, JsonGenerator json, SerializationContext context) {
            json.writeString(secret.masked());
        }
    }

    private static final class EncryptingSecret extends ValueDeserializer<Secret> {

        private static final int MAX_CHARACTERS = 16_384;

        private final SecretCipher cipher;

        EncryptingSecret(SecretCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public Secret deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (Secret) context.handleUnexpectedToken(String.class, json);
            }
            String text = json.getString();
            if (text.isBlank() || text.length() > MAX_CHARACTERS) {
                throw MismatchedInputException.from(
                        json, Secret.class, "must have 1 to " + MAX_CHARACTERS + " characters");
            }
            return read(text, cipher);
        }
    }

    private static final class MaskedHeader extends ValueSerializer<HeaderValue> {
        @Override
        public void serialize(HeaderValue header, JsonGenerator json, SerializationContext context) {
            json.writeString(
                    header.secret() == null ? header.value() : header.secret().masked());
        }
    }

    private static final class EncryptingHeader extends ValueDeserializer<HeaderValue> {

        private final SecretCipher cipher;

        EncryptingHeader(SecretCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public HeaderValue deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (HeaderValue) context.handleUnexpectedToken(String.class, json);
            }
            String name = json.currentName();
            String text = json.getString();
            String problem = HeaderValue.problem(name, text);
            if (problem != null) {
                throw MismatchedInputException.from(json, HeaderValue.class, problem);
            }
            return HeaderValue.isSecret(name) ? new HeaderValue(null, read(text, cipher)) : new HeaderValue(text, null);
        }
    }

    /** A secret that knows what it is a key for. */
    private static final class MaskedKey<K> extends ValueSerializer<K> {

        private final Function<K, Secret> secret;

        MaskedKey(Function<K, Secret> secret) {
            this.secret = secret;
        }

        @Override
        public void serialize(K key, JsonGenerator json, SerializationContext context) {
            json.writeString(secret.apply(key).masked());
        }
    }

    private static final class EncryptingKey<K> extends ValueDeserializer<K> {

        private final Function<String, K> encrypted;
        private final Function<Secret, K> masked;

        EncryptingKey(Function<String, K> encrypted, Function<Secret, K> masked) {
            this.encrypted = encrypted;
            this.masked = masked;
        }

        @Override
        @SuppressWarnings("unchecked")
        public K deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (K) context.handleUnexpectedToken(String.class, json);
            }
            String text = json.getString();
            return isMasked(text) ? masked.apply(masked(text)) : encrypted.apply(text);
        }
    }

    /** A document in a document, as it is. */
    private static final class Document extends ValueSerializer<JsonText> {
        @Override
        public void serialize(JsonText document, JsonGenerator json, SerializationContext context) {
            json.writeRawValue(document.json());
        }
    }

    private static final class DocumentText extends ValueDeserializer<JsonText> {
        @Override
        public JsonText deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                return (JsonText) context.handleUnexpectedToken(Map.class, json);
            }
            return new JsonText(context.readTree(json).toString());
        }
    }

    /** Jackson's own would take 2026 for a time in 1970. */
    private static final class IsoTime extends ValueDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(String.class, json);
            }
            try {
                return OffsetDateTime.parse(json.getString()).toInstant();
            } catch (DateTimeException e) {
                throw MismatchedInputException.from(json, Instant.class, "must be a time such as 2026-01-02T03:04:05Z");
            }
        }
    }
}
