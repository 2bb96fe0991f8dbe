package io.hookstream.command.apikey;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An API key, known only by its hash. */
@Aggregate
class ApiKey {

    @AggregateIdentifier
    private @Nullable String id;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateApiKey command) {
        if (id == null) {
            apply(new ApiKeyCreated(command.id(), command.tenant(), command.settings()));
        }
        return getVersion();
    }

    @EventSourcingHandler
    void on(ApiKeyCreated event) {
        id = event.id();
    }
}
