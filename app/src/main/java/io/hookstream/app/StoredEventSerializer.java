package io.hookstream.app;

import io.hookstream.messages.DomainEvents;
import io.hookstream.messages.Json;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;

/** Writes domain events as JSON under the names of {@link DomainEvents}, so that a class may move to another package. */
final class StoredEventSerializer extends JacksonSerializer {

    StoredEventSerializer() {
        super(JacksonSerializer.builder().objectMapper(Json.mapper().copy()));
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature
    public SerializedType typeForClass(Class type) {
        return DomainEvents.byName().get(type.getSimpleName()) == type
                ? new SimpleSerializedType(type.getSimpleName(), null)
                : super.typeForClass(type);
    }

    @Override
    @SuppressWarnings("rawtypes") // Axon's signature
    public Class classForType(SerializedType type) {
        Class<?> known = DomainEvents.byName().get(type.getName());
        if (known != null) {
            return known;
        }
        // A name without a package was written by a later version that knows more events.
        return type.getName().contains(".") ? super.classForType(type) : UnknownSerializedType.class;
    }
}
