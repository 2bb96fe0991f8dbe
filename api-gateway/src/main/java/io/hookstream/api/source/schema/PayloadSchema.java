package io.hookstream.api.source.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.resource.SchemaLoader;
import io.hookstream.api.ErrorBody.ValidationError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A JSON Schema that bodies are compared with. Compiling one and comparing take stack: not on an event loop's thread. */
public final class PayloadSchema {

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int MAX_SHOWN = 50;
    private static final int MAX_MESSAGE = 500;

    /** The first is what a schema is of that does not say. */
    private static final List<Dialect> DIALECTS = List.of(
            Dialects.getDraft202012(),
            Dialects.getDraft201909(),
            Dialects.getDraft7(),
            Dialects.getDraft6(),
            Dialects.getDraft4());

    private static final SchemaRegistry METASCHEMAS = registry();

    private final Schema schema;

    private PayloadSchema(Schema schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException saying why it is no schema, or none that can be used */
    public static PayloadSchema compile(String json) {
        JsonNode tree = BoundedJson.read(json.getBytes(StandardCharsets.UTF_8));
        try {
            SchemaRegistry registry = registry();
            Schema schema = registry.getSchema(tree);
            String dialect = schema.getSchemaContext().getDialect().getId();
            try (TimedExecution execution = TimedExecution.begin(WITHIN)) {
                METASCHEMAS.getSchema(SchemaLocation.of(dialect)).validate(execution, tree);
                if (!execution.getErrors().isEmpty()) {
                    Error first = execution.getErrors().getFirst();
                    throw new IllegalArgumentException(first.getInstanceLocation() + " " + first.getMessage());
                }
            }
            schema.initializeValidators();
            return new PayloadSchema(schema);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            // The validator packs what the patterns say.
            Throwable said = e.getCause() instanceof IllegalArgumentException cause ? cause : e;
            throw new IllegalArgumentException(shown(String.valueOf(said.getMessage())), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("is nested too deeply", e);
        }
    }

    /** What of the body does not fit; nothing if it does. Bodies that are not JSON, or too much of it, do not. */
    public List<ValidationError> compare(byte[] body) {
        try (TimedExecution execution = TimedExecution.begin(WITHIN)) {
            schema.validate(execution, BoundedJson.read(body));
            return execution.getErrors().stream()
                    .limit(MAX_SHOWN)
                    .map(error -> new ValidationError(
                            String.valueOf(error.getInstanceLocation()), error.getKeyword(), shown(error.getMessage())))
                    .toList();
        } catch (TimedExecution.Ended e) {
            return whole(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return whole("the body " + e.getMessage());
        } catch (StackOverflowError e) {
            return whole("the body is nested too deeply for the schema");
        }
    }

    private static List<ValidationError> whole(String message) {
        return List.of(new ValidationError("", null, shown(message)));
    }

    private static String shown(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    /** One for each schema: what a schema says of its own address must not be another's. Nothing is loaded from elsewhere. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDialects(
                DIALECTS,
                builder -> builder.schemaLoader(SchemaLoader.builder()
                                .allow(address -> isMetaschema(address.toString()))
                                .build())
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .locale(Locale.ENGLISH)
                                .regularExpressionFactory(LinearPatterns.INSTANCE)
                                .build()));
    }

    private static boolean isMetaschema(String address) {
        return address.startsWith("http://json-schema.org/draft")
                || address.startsWith("https://json-schema.org/draft");
    }
}
