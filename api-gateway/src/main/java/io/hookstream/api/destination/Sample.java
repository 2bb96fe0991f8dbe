package io.hookstream.api.destination;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Any JSON value, to be passed on.
 *
 * @param json its text
 */
@JsonDeserialize(using = Sample.Reader.class)
public record Sample(String json) {

    static final class Reader extends ValueDeserializer<Sample> {
        @Override
        public Sample deserialize(JsonParser json, DeserializationContext context) {
            return new Sample(context.readTree(json).toString());
        }
    }
}
