package io.hookstream.delivery.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.delivery.router.Router;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source and a destination whose connection changes between events. */
abstract class WithReplays extends WithPipeline {

    static final String REPLAY = "rpl_1";

    static ConnectionSettings settings(List<FilterRule> rules, @Nullable String transform, boolean enabled) {
        return new ConnectionSettings(null, "src_1", "dst_1", rules, transform, transform != null, enabled);
    }

    static List<FilterRule> onlyType(String type) {
        return List.of(new FilterRule("payload.type", "eq", type, null, null, null));
    }

    void connect(String id, ConnectionSettings settings) {
        pipeline.appendTo(id, 0, new ConnectionCreated(id, TENANT, "src_1", "dst_1", settings));
    }

    void change(String id, long version, ConnectionSettings settings) {
        pipeline.appendTo(id, version, new ConnectionUpdated(id, TENANT, "src_1", "dst_1", settings));
    }

    void disconnect(String id, long version) {
        pipeline.appendTo(id, version, new ConnectionDeleted(id, TENANT, "src_1", "dst_1"));
    }

    /** Receives an event and waits until it is routed. */
    void receive(String id, String body) {
        ingest(id, "src_1", body);
        await().untilAsserted(() -> assertThat(pipeline.log(EventRouted.class))
                .extracting(EventRouted::eventId)
                .contains(id));
    }

    EventReplayed replay(String eventId, String replayId, String destination, String config) {
        pipeline.send(new RequestReplay(eventId, TENANT, replayId, destination, config));
        return await().until(
                        () -> pipeline.log(EventReplayed.class).stream()
                                .filter(replayed -> replayed.eventId().equals(eventId)
                                        && replayed.replayId().equals(replayId))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    void awaitRouter() {
        await().until(() -> pipeline.caughtUp(Router.NAME));
    }
}
