package io.hookstream.command.apikey;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyCommand.RevokeApiKey;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An API key, known only by its hash. Once revoked it stays revoked. */
@Aggregate
class ApiKey {

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;
    private boolean revoked;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateApiKey command) {
        if (id == null) {
            apply(new ApiKeyCreated(command.id(), command.tenant(), command.settings()));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(RevokeApiKey command) {
        if (!command.tenant().equals(tenant)) {
            throw Refused.notFound("API key");
        }
        if (!revoked) {
            apply(new ApiKeyRevoked(command.id(), command.tenant()));
        }
        return getVersion();
    }

    @EventSourcingHandler
    void on(ApiKeyCreated event) {
        id = event.id();
        tenant = event.tenant();
    }

    @EventSourcingHandler
    void on(ApiKeyRevoked event) {
        revoked = true;
    }
}
