package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.hookstream.app.Roles.Role;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static EmbeddedDocumentStore server;
    private static MongoClient client;

    @BeforeAll
    static void open(@TempDir Path data) {
        server = EmbeddedDocumentStore.open(data);
        client = MongoClients.create(server.connectionString());
    }

    @AfterAll
    static void close() {
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        client.getDatabase("test").drop();
    }

    /** At a time that stands still. */
    private static Nodes node(Duration sinceStart, Role... roles) {
        Nodes node = new Nodes(
                client.getDatabase("test"), Set.of(roles), Clock.fixed(START.plus(sinceStart), ZoneOffset.UTC));
        node.look();
        return node;
    }

    @Test
    void whoIsAloneHasAll() {
        assertThat(node(Duration.ZERO, Role.DELIVERY).share(Role.DELIVERY, 8)).isEqualTo(8);
    }

    @Test
    void severalShareAndNothingIsLeftOver() {
        Nodes first = node(Duration.ZERO, Role.DELIVERY);
        node(Duration.ZERO, Role.DELIVERY, Role.SAGA);
        Nodes third = node(Duration.ZERO, Role.DELIVERY);
        first.look();
        assertThat(first.share(Role.DELIVERY, 8)).isEqualTo(3);
        assertThat(third.share(Role.DELIVERY, 8)).isEqualTo(3);
        assertThat(third.share(Role.DELIVERY, 1)).isEqualTo(1);
    }

    @Test
    void onlyThoseWhoPlayTheRoleCount() {
        node(Duration.ZERO, Role.GATEWAY);
        assertThat(node(Duration.ZERO, Role.DELIVERY).share(Role.DELIVERY, 8)).isEqualTo(8);
    }

    @Test
    void whoStopsIsNotCountedAnyMore() {
        Nodes first = node(Duration.ZERO, Role.DELIVERY);
        Nodes second = node(Duration.ZERO, Role.DELIVERY);
        second.stop();
        first.look();
        assertThat(first.share(Role.DELIVERY, 8)).isEqualTo(8);
    }

    @Test
    void norWhoIsSilent() {
        node(Duration.ZERO, Role.DELIVERY);
        assertThat(node(Duration.ofSeconds(2), Role.DELIVERY).share(Role.DELIVERY, 8))
                .isEqualTo(4);
        assertThat(node(Duration.ofSeconds(10), Role.DELIVERY).share(Role.DELIVERY, 8))
                .isEqualTo(8);
    }
}
