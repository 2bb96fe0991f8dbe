package io.hookstream.sagas.event;

import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.sagas.SagasConfiguration;
import io.hookstream.sagas.deadline.MongoDeadlineManager;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/** Lets nothing wait for a destination that is deleted: what is tried now, its lane cancels. */
@Component
@ProcessingGroup(SagasConfiguration.NAME)
@DisallowReplay
class DeletedDestinations {

    private final MongoDeadlineManager deadlines;

    DeletedDestinations(MongoDeadlineManager deadlines) {
        this.deadlines = deadlines;
    }

    @EventHandler
    void on(DestinationDeleted event) {
        deadlines.hasten(event.id());
    }
}
