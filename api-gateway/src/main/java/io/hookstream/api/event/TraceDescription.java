package io.hookstream.api.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.hookstream.messages.event.TraceStep;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says which type of step has which fields: springdoc would take a type for the name of its schema. */
@Component
class TraceDescription implements GlobalOpenApiCustomizer {

    @Override
    @SuppressWarnings("rawtypes") // so the library has them
    public void customise(OpenAPI description) {
        Map<String, Schema> schemas = description.getComponents().getSchemas();
        Schema step = schemas == null ? null : schemas.get(TraceStep.class.getSimpleName());
        if (step == null) {
            return;
        }
        Discriminator discriminator = step.getDiscriminator();
        for (JsonSubTypes.Type type : Objects.requireNonNull(TraceStep.class.getAnnotation(JsonSubTypes.class))
                .value()) {
            discriminator.mapping(
                    type.name(), "#/components/schemas/" + type.value().getSimpleName());
        }
    }
}
