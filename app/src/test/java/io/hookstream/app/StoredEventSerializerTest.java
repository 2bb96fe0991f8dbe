package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.DomainEvents;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.Test;

class StoredEventSerializerTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");

    private final StoredEventSerializer serializer = new StoredEventSerializer();

    @Test
    void anEventIsStoredUnderItsNameWithoutAPackage() {
        assertThat(DomainEvents.byName()).isNotEmpty().allSatisfy((name, type) -> {
            assertThat(serializer.typeForClass(type)).isEqualTo(new SimpleSerializedType(name, null));
            assertThat(serializer.classForType(new SimpleSerializedType(name, null)))
                    .isEqualTo(type);
        });
        assertThat(DomainEvents.byName()).containsEntry("SourceUpdated", SourceUpdated.class);
    }

    @Test
    void anEventIsStoredAsJsonAndComesBackAsItWas() {
        SourceUpdated event = new SourceUpdated("src_1", TENANT, new SourceSettings("Stripe", "stripe", true));

        SerializedObject<String> stored = serializer.serialize(event, String.class);

        assertThat(stored.getData())
                .isEqualTo("{\"id\":\"src_1\",\"tenant\":{\"organization_id\":\"org_1\",\"environment_id\":\"env_1\"},"
                        + "\"settings\":{\"name\":\"Stripe\",\"slug\":\"stripe\",\"enabled\":true}}");
        assertThat(serializer.<String, Object>deserialize(stored)).isEqualTo(event);
    }

    @Test
    void bytesAreKept() {
        byte[] body = {0, -1, 1, -2, 10};
        EventReceived event = new EventReceived(
                "evt_1",
                TENANT,
                "src_1",
                new ReceivedRequest("POST", null, List.of(), null, null),
                Payload.inline(body));

        assertThat(serializer.<byte[], Object>deserialize(serializer.serialize(event, byte[].class)))
                .isEqualTo(event);
    }

    @Test
    void anEventOfALaterVersionIsUnknownSoThatReadersPassOverIt() {
        SimpleSerializedType type = new SimpleSerializedType("SourceRenamed", null);
        Object event = serializer.deserialize(new SimpleSerializedObject<>("{\"id\":\"src_1\"}", String.class, type));

        assertThat(serializer.classForType(type)).isEqualTo(UnknownSerializedType.class);
        assertThat(event).isInstanceOf(UnknownSerializedType.class);
    }

    @Test
    void aFieldOfALaterVersionIsPassedOver() {
        String json = "{\"id\":\"src_1\",\"tenant\":{\"organization_id\":\"org_1\",\"environment_id\":\"env_1\"},"
                + "\"settings\":{\"name\":\"Stripe\",\"slug\":\"stripe\",\"enabled\":true,\"colour\":1},\"why\":[]}";

        Object event = serializer.deserialize(new SimpleSerializedObject<>(
                json.getBytes(StandardCharsets.UTF_8), byte[].class, new SimpleSerializedType("SourceUpdated", null)));

        assertThat(event).isEqualTo(new SourceUpdated("src_1", TENANT, new SourceSettings("Stripe", "stripe", true)));
    }

    @Test
    void whatIsNoEventKeepsItsFullName() {
        assertThat(serializer.typeForClass(Tenant.class).getName()).isEqualTo(Tenant.class.getName());
        assertThat(serializer.classForType(new SimpleSerializedType(Tenant.class.getName(), null)))
                .isEqualTo(Tenant.class);
    }

    /** The simple name alone must not make a foreign class look like an event. */
    private record SourceDeleted(String id) {}

    @Test
    void aStrangerWithTheNameOfAnEventKeepsItsFullName() {
        assertThat(serializer.typeForClass(SourceDeleted.class).getName()).isEqualTo(SourceDeleted.class.getName());
    }
}
