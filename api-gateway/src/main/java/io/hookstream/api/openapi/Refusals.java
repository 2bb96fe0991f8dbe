package io.hookstream.api.openapi;

import io.hookstream.api.ErrorBody;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The refusals that a route may answer with, and the one shape that all have. */
enum Refusals {
    BAD_REQUEST(400, "The request is malformed; the message names what is wrong", "limit: must be a whole number"),
    UNAUTHORIZED(401, "There are no valid credentials", "The API key is not valid"),
    FORBIDDEN(403, "The credentials do not allow this", "The API key does not have the scope for this"),
    NOT_FOUND(404, "There is none, or it is another organization's", "Source not found"),
    CONFLICT(409, "It collides with something that is there", "The slug is taken"),
    PRECONDITION_FAILED(412, "It is not in the state that If-Match asks for", "It has been changed since"),
    TOO_LARGE(413, "The body is too large", "The body is too large"),
    UNSUPPORTED(415, "The body is no JSON", "Content-Type 'text/plain' is not supported"),
    UNPROCESSABLE(422, "The content is refused", "The body does not match the schema"),
    TOO_MANY(429, "Too many requests; Retry-After says when to try again", "Too many requests"),
    UNAVAILABLE(
            503, "A store does not answer; Retry-After says when to try again", "The store does not answer in time");

    static final String JSON = "application/json";

    private static final Set<HttpMethod> CHANGING =
            EnumSet.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final int status;
    private final String description;
    private final String message;

    Refusals(int status, String description, String message) {
        this.status = status;
        this.description = description;
        this.message = message;
    }

    static void describe(Components components) {
        ModelConverters.getInstance(true).readAll(ErrorBody.class).forEach(components::addSchemas);
        for (Refusals refusal : values()) {
            components.addResponses(refusal.key(), refusal.response());
        }
    }

    /** Adds those that the route does not describe itself, and their shape to those that it does. */
    static void add(OpenAPI api, String path, HttpMethod method, Operation operation) {
        for (Refusals refusal : values()) {
            String status = String.valueOf(refusal.status);
            ApiResponse described = operation.getResponses().get(status);
            if (described != null) {
                described.setContent(refusal.response().getContent());
            } else if (refusal.canBe(api, path, method, operation)) {
                operation
                        .getResponses()
                        .addApiResponse(status, new ApiResponse().$ref("#/components/responses/" + refusal.key()));
            }
        }
    }

    private boolean canBe(OpenAPI api, String path, HttpMethod method, Operation operation) {
        boolean open = isOpen(operation);
        boolean ingest = path.startsWith("/v1/ingest/");
        boolean logIn = path.startsWith("/v1/auth/");
        boolean body = operation.getRequestBody() != null;
        return switch (this) {
            case BAD_REQUEST, TOO_MANY, UNAVAILABLE -> true;
            case UNAUTHORIZED, FORBIDDEN -> !open || ingest || logIn;
            case NOT_FOUND -> path.contains("{") || namesOthers(api, operation);
            case CONFLICT -> (!open || logIn) && CHANGING.contains(method);
            case PRECONDITION_FAILED -> has(operation, "If-Match");
            case TOO_LARGE -> body || ingest;
            case UNSUPPORTED -> body && !ingest;
            case UNPROCESSABLE -> ingest || has(operation, "Idempotency-Key");
        };
    }

    static boolean isOpen(Operation operation) {
        return operation.getSecurity() != null && operation.getSecurity().isEmpty();
    }

    /** Whether its body holds ids of other things. */
    private static boolean namesOthers(OpenAPI api, Operation operation) {
        return operation.getRequestBody() != null
                && operation.getRequestBody().getContent().values().stream()
                        .map(MediaType::getSchema)
                        .filter(Objects::nonNull)
                        .map(schema -> schema.get$ref())
                        .filter(Objects::nonNull)
                        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                        .map(api.getComponents().getSchemas()::get)
                        .map(schema -> (Map<?, ?>) schema.getProperties())
                        .filter(Objects::nonNull)
                        .anyMatch(fields -> fields.keySet().stream()
                                .anyMatch(name -> String.valueOf(name).endsWith("_id")));
    }

    private static boolean has(Operation operation, String header) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> header.equalsIgnoreCase(parameter.getName()));
    }

    private String key() {
        return "Refusal" + status;
    }

    private ApiResponse response() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("error", message);
        example.put("status", status);
        example.put("request_id", "req_0192f0c1a2b37c4d8e5f60718293a4b5");
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                JSON,
                                new MediaType()
                                        .schema(new Schema<>().$ref("#/components/schemas/ErrorBody"))
                                        .example(example)));
    }
}
