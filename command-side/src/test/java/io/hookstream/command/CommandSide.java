package io.hookstream.command;

import io.hookstream.command.deduplication.DedupKeys;
import io.hookstream.command.destination.Destination;
import io.hookstream.command.destination.LentIdentity;
import io.hookstream.command.event.Destinations;
import io.hookstream.command.slug.SlugComponents;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Json;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.Message;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.json.JacksonSerializer;

/** Sources and destinations with their real repositories over a log in memory: commands in, domain events out. */
public final class CommandSide implements AutoCloseable {

    private final MemoryLog log;
    private final Configuration configuration;

    private CommandSide(MemoryLog log, Clock clock, Consumer<Configurer> more) {
        this.log = log;
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c ->
                        JacksonSerializer.builder().objectMapper(Json.mapper()).build())
                .configureEmbeddedEventStore(c -> log)
                .configureAggregate(Source.class)
                .configureAggregate(Destination.class);
        SlugComponents.register(configurer);
        configurer.registerComponent(DedupKeys.class, c -> new DedupKeys(c.eventStore(), clock));
        configurer.registerComponent(Destinations.class, c -> new Destinations(c.repository(Destination.class)));
        configurer.registerComponent(LentIdentity.class, c -> new LentIdentity(false));
        more.accept(configurer);
        configuration = configurer.start();
    }

    public static CommandSide start() {
        return new CommandSide(new MemoryLog(), Clock.systemUTC(), configurer -> {});
    }

    /** Starts with more than sources and destinations. */
    public static CommandSide startWith(Consumer<Configurer> more) {
        return new CommandSide(new MemoryLog(), Clock.systemUTC(), more);
    }

    public static CommandSide startWith(Clock clock, Consumer<Configurer> more) {
        return new CommandSide(new MemoryLog(), clock, more);
    }

    /** Another node over the same log. */
    public CommandSide another(Clock clock, Consumer<Configurer> more) {
        return new CommandSide(log, clock, more);
    }

    /** What the handler answers; throws what it throws. */
    public Object send(Object command) {
        return configuration.commandGateway().sendAndWait(command);
    }

    /** The domain events that the command appends, in the order of the log. */
    public List<Object> appendedBy(Object command) {
        int before = log().size();
        send(command);
        List<Object> after = log();
        return after.subList(before, after.size());
    }

    /** All domain events, in the order of the log. */
    public List<Object> log() {
        return log.readEvents((TrackingToken) null, false)
                .<Object>map(Message::getPayload)
                .toList();
    }

    /** How often an aggregate was read from the log. */
    public int reads() {
        return log.reads.get();
    }

    /** How many domain events were read for aggregates. */
    public int eventsRead() {
        return log.eventsRead.get();
    }

    public <T> Repository<T> repository(Class<T> aggregate) {
        return configuration.repository(aggregate);
    }

    public <T> T component(Class<T> type) {
        return configuration.getComponent(type);
    }

    @Override
    public void close() {
        configuration.shutdown();
    }
}
