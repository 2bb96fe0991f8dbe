package io.hookstream.command;

import io.hookstream.messages.Refused;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;

/** The check that what one aggregate names is another one. */
public final class Existing {

    private Existing() {}

    /**
     * @param check refuses what is deleted or another tenant's
     * @param refusal if there is no such aggregate, it is something else, or the check refuses it
     */
    public static <T> void require(Repository<T> repository, String id, Consumer<T> check, Supplier<Refused> refusal) {
        try {
            repository.load(id).execute(check);
        } catch (AggregateNotFoundException | IncompatibleAggregateException | Refused e) {
            throw refusal.get();
        }
    }
}
