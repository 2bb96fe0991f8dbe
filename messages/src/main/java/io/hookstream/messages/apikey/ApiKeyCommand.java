package io.hookstream.messages.apikey;

import io.hookstream.messages.Tenant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an API key. Each answers the version of the key that holds the change. */
public sealed interface ApiKeyCommand {

    record CreateApiKey(@TargetAggregateIdentifier String id, Tenant tenant, ApiKeySettings settings)
            implements ApiKeyCommand {}

    record RevokeApiKey(@TargetAggregateIdentifier String id, Tenant tenant) implements ApiKeyCommand {}
}
