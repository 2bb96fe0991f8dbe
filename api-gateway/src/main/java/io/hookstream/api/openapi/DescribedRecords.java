package io.hookstream.api.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.hookstream.messages.Json;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Describes records. It is made with Jackson 2, which has to call the fields what Jackson 3 calls them, and says which may
 * be null; the others are always there. Settings may leave out any, so a record is described alike when it is sent and
 * when it is answered.
 */
@Component
class DescribedRecords extends ModelResolver {

    private static final String NULL = "null";

    DescribedRecords() {
        super(Json.mapper());
        openapi31(true);
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
        Schema<?> resolved = super.resolve(type, context, next);
        JavaType java = type.getType() == null ? null : Json.mapper().constructType(type.getType());
        if (resolved != null && java != null && java.isRecordType()) {
            Schema<?> described = resolved.get$ref() == null ? resolved : defined(resolved.get$ref(), context);
            if (described != null && described.getProperties() != null) {
                describe(described, java.getRawClass());
            }
        }
        return resolved;
    }

    private static @Nullable Schema<?> defined(String reference, ModelConverterContext context) {
        return context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static void describe(Schema<?> schema, Class<?> type) {
        Set<String> required = new LinkedHashSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(schema, component.getType());
                required.addAll(schema.getRequired() == null ? List.of() : schema.getRequired());
                continue;
            }
            String name = name(component);
            Map<?, ?> properties = schema.getProperties();
            if (!(properties.get(name) instanceof Schema<?> property)) {
                continue;
            }
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                allowNull(schema, name, property);
            } else {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.setRequired(new ArrayList<>(required));
        }
    }

    private static String name(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null
                ? ((com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase)
                                Json.mapper().getPropertyNamingStrategy())
                        .translate(component.getName())
                : given.value();
    }

    @SuppressWarnings("unchecked") // enum values are of the property's own type
    private static void allowNull(Schema<?> schema, String name, Schema<?> property) {
        Schema<?> none = new Schema<>();
        none.addType(NULL);
        if (property.get$ref() != null) {
            Schema<?> either = new Schema<>();
            either.setName(name); // an unwrapped record's fields are taken over by it
            either.addOneOfItem(property);
            either.addOneOfItem(none);
            schema.getProperties().put(name, either);
        } else if (property.getOneOf() != null) {
            if (!property.getOneOf().contains(none)) {
                property.addOneOfItem(none); // a record is described wherever it occurs
            }
        } else if (property.getTypes() != null) {
            property.addType(NULL);
            if (property.getEnum() != null && property.getEnum().stream().noneMatch(Objects::isNull)) {
                List<Object> values = new ArrayList<>(property.getEnum());
                values.add(null);
                ((Schema<Object>) property).setEnum(values);
            }
        }
    }
}
