package io.hookstream.messages.destination;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hookstream.messages.Refused;
import org.jspecify.annotations.Nullable;

/** What an {@code http} destination is shown besides headers, written with its type. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientCredentials.class, name = "oauth2"),
    @JsonSubTypes.Type(value = ClientCertificate.class, name = "mtls")
})
public sealed interface HttpAuth permits ClientCredentials, ClientCertificate {

    /** The header that it sets, or null. */
    @Nullable
    String header();

    /**
     * @param url of the destination
     * @throws Refused naming the field that is missing or wrong
     */
    HttpAuth checked(String url);
}
