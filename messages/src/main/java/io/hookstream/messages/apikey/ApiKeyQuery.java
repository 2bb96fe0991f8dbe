package io.hookstream.messages.apikey;

import io.hookstream.messages.Tenant;
import java.util.List;

/** What can be asked about API keys. */
public sealed interface ApiKeyQuery {

    /** Answers an {@link ApiKeyView} or null. */
    record FindApiKey(String hash) implements ApiKeyQuery {}

    /** @param scopes what it may be used for */
    record ApiKeyView(String id, Tenant tenant, List<String> scopes) {}
}
