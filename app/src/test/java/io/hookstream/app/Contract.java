package io.hookstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What the documentation promises: the list of endpoints, and the examples of each. */
final class Contract {

    private static final String ANY = "ANY";
    private static final List<String> ANY_METHOD = List.of("get", "post", "put", "patch", "delete");

    /** What is free to hold other fields than the example does. */
    private static final Set<String> FREE = Set.of("headers", "body", "request_headers", "response_headers");

    private Contract() {}

    /**
     * One line of the list.
     *
     * @param path parameters after colons
     * @param auth none, session or combined
     */
    record Endpoint(String method, String path, String auth) {

        String name() {
            return method + " " + path;
        }

        /** As the description of the API writes methods. */
        List<String> methods() {
            return method.equals(ANY) ? ANY_METHOD : List.of(method.toLowerCase(Locale.ROOT));
        }

        /** The path of the description of the API that it is, whatever the parameters are called there. */
        String pathIn(JsonNode document) {
            for (var path : document.path("paths").properties()) {
                if (blank(path.getKey()).equals(blank(path()))) {
                    return path.getKey();
                }
            }
            return "";
        }
    }

    static List<Endpoint> endpoints() {
        return text("endpoints.tsv")
                .lines()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(fields -> new Endpoint(fields[0], fields[1], fields[2]))
                .toList();
    }

    /** By the names of the endpoints: query, fields, request and response, as far as they are documented. */
    static JsonNode documented() {
        try {
            return Json.mapper().readTree(text("documented.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the endpoints that are still to come. */
    static Set<String> missing() {
        return new TreeSet<>(text("missing.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
    }

    /** Where the answer has not the fields and types that the example has. */
    static List<String> differences(JsonNode example, JsonNode answer) {
        List<String> found = new ArrayList<>();
        compare("", example, answer, found);
        return found;
    }

    private static void compare(String path, JsonNode example, JsonNode answer, List<String> found) {
        if (answer.isMissingNode()) {
            found.add(path + " is missing");
        } else if (example.isNull() || answer.isNull()) {
            return;
        } else if (example.getNodeType() != answer.getNodeType()) {
            found.add(path + " is " + answer.getNodeType() + ", not " + example.getNodeType());
        } else if (example.isObject()) {
            example.properties().forEach(field -> {
                JsonNode there = answer.path(field.getKey());
                String at = path + "/" + field.getKey();
                if (!FREE.contains(field.getKey())) {
                    compare(at, field.getValue(), there, found);
                } else if (there.isMissingNode()) {
                    found.add(at + " is missing");
                }
            });
        } else if (example.isArray() && !example.isEmpty() && !answer.isEmpty()) {
            compare(path + "/0", example.get(0), answer.get(0), found);
        }
    }

    /** Where a schema of the description has not the fields and types that the example has. */
    static List<String> undescribed(JsonNode example, JsonNode schema, JsonNode document) {
        List<String> found = new ArrayList<>();
        match("", example, schema, document, found);
        return found;
    }

    private static void match(String path, JsonNode example, JsonNode given, JsonNode document, List<String> found) {
        JsonNode schema = resolved(given, document);
        if (example.isNull()) {
            return;
        }
        if (!types(schema).isEmpty() && !types(schema).contains(type(example))) {
            found.add(path + " is " + types(schema) + ", not " + type(example));
        } else if (example.isObject()) {
            example.properties().forEach(field -> {
                JsonNode property = schema.path("properties").path(field.getKey());
                String at = path + "/" + field.getKey();
                boolean any = schema.has("additionalProperties");
                if (property.isMissingNode() && !any) {
                    found.add(at + " is not described");
                } else if (!property.isMissingNode() && !FREE.contains(field.getKey())) {
                    match(at, field.getValue(), property, document, found);
                }
            });
        } else if (example.isArray() && !example.isEmpty()) {
            match(path + "/0", example.get(0), schema.path("items"), document, found);
        }
    }

    /** What a reference refers to, alone or beside null. */
    static JsonNode resolved(JsonNode schema, JsonNode document) {
        if (schema.has("$ref")) {
            return resolved(document.at(schema.path("$ref").asText().substring(1)), document);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            for (JsonNode one : schema.path(choice)) {
                if (!one.path("type").asText().equals("null")) {
                    return resolved(one, document);
                }
            }
        }
        return schema;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        if (types.remove("integer")) {
            types.add("number");
        }
        return types;
    }

    private static String type(JsonNode value) {
        return value.getNodeType().toString().toLowerCase(Locale.ROOT);
    }

    private static String blank(String path) {
        return path.replaceAll("\\{[^}]*}|:[a-z_]+", "{}");
    }

    private static String text(String file) {
        try (InputStream in = Contract.class.getResourceAsStream("/contract/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
