package io.hookstream.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.lane.LaneProcessor;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline and a destination for each test. */
public abstract class WithPipeline {

    /** In which what must not happen would have. */
    protected static final Duration A_WHILE = Duration.ofMillis(700);

    protected static final Tenant TENANT = new Tenant("org_1", "env_1");

    @TempDir
    protected Path directory;

    protected final MemoryPayloads payloads = new MemoryPayloads();
    protected final Map<String, Object> properties = new HashMap<>();
    protected Receiver receiver;
    protected Pipeline pipeline;

    @BeforeEach
    void open() {
        receiver = new Receiver();
        start();
    }

    @AfterEach
    void close() {
        receiver.close();
        pipeline.close();
    }

    protected void start() {
        pipeline = new Pipeline(directory, payloads, properties);
    }

    protected void restart() {
        pipeline.close();
        start();
    }

    protected DestinationSettings settings(String path, boolean enabled, int concurrency) {
        return settings(path, enabled, concurrency, Map.of());
    }

    protected DestinationSettings settings(
            String path, boolean enabled, int concurrency, Map<String, HeaderValue> headers) {
        return new DestinationSettings(
                "Shop",
                "shop",
                "http",
                new HttpConfig(receiver.url(path), "POST", headers, 30),
                enabled,
                5,
                "exponential",
                List.of(30),
                concurrency,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    protected static ConnectionCreated connected(
            String id, String source, String destination, List<FilterRule> rules, String transform, boolean enabled) {
        return new ConnectionCreated(
                id,
                TENANT,
                source,
                destination,
                new ConnectionSettings(null, source, destination, rules, transform, transform != null, enabled));
    }

    protected static ConnectionCreated connected(String id, String source, String destination) {
        return connected(id, source, destination, List.of(), null, true);
    }

    protected void create(String destination, DestinationSettings settings) {
        pipeline.append(new DestinationCreated(destination, TENANT, settings));
    }

    protected void update(String destination, DestinationSettings settings) {
        pipeline.append(new DestinationUpdated(destination, TENANT, settings));
    }

    protected static IngestEvent event(String id, String source, Payload payload) {
        return new IngestEvent(
                id,
                TENANT,
                source,
                new ReceivedRequest("POST", null, List.of(), "application/json", "192.0.2.7"),
                payload);
    }

    protected void ingest(String id, String source, String body) {
        pipeline.send(event(id, source, Payload.inline(body.getBytes(StandardCharsets.UTF_8))));
    }

    /** Webhooks whose bodies are these numbers; their ids are in the same order, as those of the program are. */
    protected void ingest(int from, int to) {
        for (int i = from; i < to; i++) {
            ingest("evt_%06d".formatted(i), "src_1", Integer.toString(i));
        }
    }

    protected static List<String> bodies(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    /** Longer than it waits by itself: a machine may be busy. */
    protected static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    protected void awaitCaughtUp() {
        await().until(() -> pipeline.caughtUp(LaneProcessor.NAME));
    }

    protected void awaitReceived(List<String> bodies) {
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies));
    }

    protected void receivesNoMoreThan(List<String> bodies) {
        await().during(A_WHILE)
                .untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies));
    }

    protected void awaitLogged(Class<?> type, int count) {
        await().untilAsserted(() -> assertThat(pipeline.log(type)).hasSize(count));
    }
}
