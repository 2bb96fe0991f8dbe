package io.hookstream.api.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.hookstream.messages.destination.BodyFormat;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.HttpAuth;
import io.hookstream.messages.event.TraceStep;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/**
 * Says which type of a choice has which fields: springdoc would take a type for the name of its schema, and any type for
 * one of each.
 */
@Component
class DescribedChoices implements GlobalOpenApiCustomizer {

    private static final String TYPE = "type";
    private static final List<Class<?>> CHOICES =
            List.of(BodyFormat.class, DestinationConfig.class, HttpAuth.class, TraceStep.class);

    @Override
    @SuppressWarnings("rawtypes") // so the library has them
    public void customise(OpenAPI description) {
        Map<String, Schema> schemas = description.getComponents().getSchemas();
        if (schemas != null) {
            CHOICES.forEach(choice -> describe(choice, schemas));
        }
    }

    @SuppressWarnings("rawtypes")
    private static void describe(Class<?> choice, Map<String, Schema> schemas) {
        Schema any = schemas.get(choice.getSimpleName());
        for (JsonSubTypes.Type one :
                Objects.requireNonNull(choice.getAnnotation(JsonSubTypes.class)).value()) {
            String name = one.value().getSimpleName();
            if (any != null) {
                any.getDiscriminator().mapping(one.name(), "#/components/schemas/" + name);
            }
            Schema<?> schema = schemas.get(name);
            if (schema != null) {
                schema.addAllOfItem(ofType(one.name()));
            }
        }
    }

    private static Schema<?> ofType(String name) {
        Schema<String> type = new Schema<>();
        type.addType("string");
        type.addEnumItemObject(name);
        Schema<?> choice = new Schema<>();
        choice.addType("object");
        choice.addProperty(TYPE, type);
        return choice;
    }
}
