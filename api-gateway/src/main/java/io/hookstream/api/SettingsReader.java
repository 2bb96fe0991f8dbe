package io.hookstream.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.HeaderValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads settings and patches of settings from request bodies; what it refuses, it names. */
@Component
public class SettingsReader {

    /** What {@link ApiJson} reads itself, and says what is wrong with. */
    private static final Set<Class<?>> SELF_EXPLAINING = Set.of(HeaderValue.class, Secret.class, Instant.class);

    private final JsonMapper mapper;

    SettingsReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** @throws ApiException 400, naming what is wrong */
    public <S extends Record> S settings(byte @Nullable [] body, Class<S> type) {
        return settings(body, type, UnaryOperator.identity());
    }

    /** @param normalize brings the accepted spellings into the one that the settings have */
    public <S extends Record> S settings(byte @Nullable [] body, Class<S> type, UnaryOperator<ObjectNode> normalize) {
        ObjectNode tree = normalize.apply(object(body));
        S settings = typed(tree, type);
        if (holdsMaskedSecret(internal(settings))) {
            throw ApiException.badRequest("A masked secret cannot be used to create something: send the secret itself");
        }
        return settings;
    }

    /** A merge patch of settings: every value checked and secrets encrypted, and secrets that came back masked left out. */
    public <S extends Record> Map<String, Object> patch(byte @Nullable [] body, Class<S> type) {
        return patch(body, type, UnaryOperator.identity());
    }

    public <S extends Record> Map<String, Object> patch(
            byte @Nullable [] body, Class<S> type, UnaryOperator<ObjectNode> normalize) {
        ObjectNode tree = normalize.apply(object(body));
        return kept(tree, internal(typed(tree, type)));
    }

    private ObjectNode object(byte @Nullable [] body) {
        try {
            JsonNode tree = mapper.readTree(body == null ? new byte[0] : body);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw ApiException.badRequest("The body must be a JSON object");
        } catch (JacksonException e) {
            throw ApiException.badRequest("The body is not valid JSON" + where(e) + ": " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // What Jackson says of an exponent of more than 31 bits.
            throw ApiException.badRequest("The body is not valid JSON: " + e.getMessage());
        }
    }

    private <S> S typed(ObjectNode tree, Class<S> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            Collection<Object> known = e.getKnownPropertyIds();
            throw ApiException.badRequest(path(e) + ": unknown field"
                    + (known == null
                            ? ""
                            : "; known are "
                                    + known.stream()
                                            .map(String::valueOf)
                                            .sorted()
                                            .collect(Collectors.joining(", "))));
        } catch (InvalidTypeIdException e) {
            throw ApiException.badRequest(path(e) + "." + typeProblem(e));
        } catch (MismatchedInputException e) {
            throw ApiException.badRequest(path(e) + ": " + wrongType(e));
        } catch (JacksonException e) {
            throw ApiException.badRequest(path(e) + ": " + e.getOriginalMessage());
        }
    }

    /** Of what says by its type which of several kinds it is. */
    private static String typeProblem(InvalidTypeIdException e) {
        JsonSubTypes kinds = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        String known = kinds == null
                ? ""
                : "; known are "
                        + Arrays.stream(kinds.value())
                                .map(JsonSubTypes.Type::name)
                                .sorted()
                                .collect(Collectors.joining(", "));
        return "type: " + (e.getTypeId() == null ? "is required" : "is unknown") + known;
    }

    private static String wrongType(MismatchedInputException e) {
        Class<?> target = e.getTargetType();
        if (target == null || SELF_EXPLAINING.contains(target)) {
            return e.getOriginalMessage();
        }
        String expected = target == String.class
                ? "a string"
                : target == Boolean.class
                        ? "true or false"
                        : Number.class.isAssignableFrom(target)
                                ? "a whole number"
                                : Collection.class.isAssignableFrom(target) ? "a list" : "an object";
        return "must be " + expected + (e instanceof InvalidFormatException f ? "; was " + f.getValue() : "");
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String where(JacksonException e) {
        String field = "";
        if (e.processor() instanceof JsonParser parser) {
            String pointer = parser.streamReadContext().pathAsPointer().toString();
            field = pointer.isEmpty() ? "" : " in field " + pointer.substring(1).replace('/', '.');
        }
        TokenStreamLocation at = e.getLocation();
        return at == null ? field : field + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** The settings as the rest of hookstream writes them. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> internal(Record settings) {
        return Json.mapper().convertValue(settings, Map.class);
    }

    /** The internal form of just those fields that the body had, without the secrets that came back masked. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> kept(JsonNode given, Map<String, Object> internal) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            Object value = internal.get(field.getKey());
            if (field.getValue().isNull()) {
                kept.put(field.getKey(), null);
            } else if (field.getValue().isObject() && value instanceof Map<?, ?> nested) {
                kept.put(field.getKey(), kept(field.getValue(), (Map<String, Object>) nested));
            } else if (!isMaskedSecret(value)) {
                kept.put(field.getKey(), value);
            }
        }
        return kept;
    }

    private static boolean holdsMaskedSecret(Map<?, ?> internal) {
        return internal.values().stream()
                .anyMatch(value ->
                        isMaskedSecret(value) || (value instanceof Map<?, ?> nested && holdsMaskedSecret(nested)));
    }

    /** {@link ApiJson} reads a masked secret as one without a ciphertext. */
    private static boolean isMaskedSecret(@Nullable Object value) {
        return value instanceof Map<?, ?> holder
                && ("".equals(holder.get("ciphertext")) || isMaskedSecret(holder.get("secret")));
    }
}
