package io.hookstream.messages.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A JSON document as its text, so that a patch replaces all of it and a null in it stays there. */
public record JsonText(@JsonValue String json) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JsonText {}
}
