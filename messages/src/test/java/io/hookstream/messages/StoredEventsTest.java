package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the stored form of every domain event: what a store holds today must be readable for ever. */
class StoredEventsTest {

    /** Not the copy on the class path, which keeps what is deleted here. */
    private static final Path GOLDEN_FILES = Path.of("src/test/resources/events");

    static Stream<DomainEvent> samples() {
        return SampleEvents.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenAsItsGoldenFileSays(DomainEvent sample) throws Exception {
        String written = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(sample) + "\n";

        assertThat(written).isEqualToNormalizingNewlines(golden(sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void itsGoldenFileReadsBackAsTheSameEvent(DomainEvent sample) throws Exception {
        Class<?> type = DomainEvents.byName().get(sample.getClass().getSimpleName());

        assertThat(Json.mapper().readValue(golden(sample), type)).isEqualTo(sample);
    }

    @Test
    void everyEventHasOneSampleAndOneGoldenFile() throws Exception {
        assertThat(samples().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(DomainEvents.byName().values());
        assertThat(goldenNames())
                .containsExactlyInAnyOrderElementsOf(DomainEvents.byName().keySet());
    }

    @Test
    void everyFieldOfEveryStoredRecordIsInASample() {
        Set<String> declared = new TreeSet<>();
        Set<String> filled = new TreeSet<>();
        samples().forEach(sample -> collect(sample, declared, filled));

        assertThat(filled).isNotEmpty().isEqualTo(declared);
    }

    @Test
    void aStoredPayloadIsWrittenAsItsSizeAlone() throws Exception {
        EventReceived event = new EventReceived(
                "evt_1",
                new Tenant("org_1", "env_1"),
                "src_1",
                new ReceivedRequest("POST", null, List.of(), null, null),
                Payload.stored(20_000));
        String json = """
                {"event_id":"evt_1","tenant":{"organization_id":"org_1","environment_id":"env_1"},"source_id":"src_1",\
                "request":{"method":"POST","headers":[]},"payload":{"size":20000}}""";

        assertThat(Json.mapper().writeValueAsString(event)).isEqualTo(json);
        assertThat(Json.mapper().readValue(json, EventReceived.class)).isEqualTo(event);
    }

    @Test
    void anEventOfAnEarlierVersionWasNeitherComparedWithOthersNorVerified() throws Exception {
        String json = """
                {"event_id":"evt_1","tenant":{"organization_id":"org_1","environment_id":"env_1"},"source_id":"src_1",\
                "request":{"method":"POST","headers":[]},"payload":{"size":20000}}""";

        EventReceived event = Json.mapper().readValue(json, EventReceived.class);

        assertThat(event.dedupStatus()).isNull();
        assertThat(event.duplicateOf()).isNull();
        assertThat(event.verificationStatus()).isNull();
    }

    @Test
    void aDestinationOfAVersionThatKnewHttpAloneIsOne() throws Exception {
        String json = """
                {"id":"dst_1","tenant":{"organization_id":"org_1","environment_id":"env_1"},\
                "settings":{"name":"Shop","type":"http","config":{"url":"https://shop.example","timeout":20}}}""";

        assertThat(Json.mapper()
                        .readValue(json, DestinationCreated.class)
                        .settings()
                        .config())
                .isEqualTo(new HttpConfig("https://shop.example", null, null, 20));
    }

    @Test
    void anOrganizationOfAVersionBeforeAccountsHasNoFounder() throws Exception {
        String json = """
                {"tenant":{"organization_id":"org_1","environment_id":"env_1"},"name":"Default"}""";

        assertThat(Json.mapper().readValue(json, OrganizationCreated.class))
                .isEqualTo(new OrganizationCreated(new Tenant("org_1", "env_1"), "Default", null));
    }

    @Test
    void anApiKeyOfAVersionBeforeAccountsHasNoPrefix() throws Exception {
        String json = """
                {"id":"key_1","tenant":{"organization_id":"org_1","environment_id":"env_1"},\
                "settings":{"name":"bootstrap","hash":"9f86","hint":"f00d"}}""";

        assertThat(Json.mapper().readValue(json, ApiKeyCreated.class))
                .isEqualTo(new ApiKeyCreated(
                        "key_1",
                        new Tenant("org_1", "env_1"),
                        new ApiKeySettings("bootstrap", "9f86", "f00d", null, null)));
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() throws JsonProcessingException {
        String json = """
                {"id": "src_1", "tenant": {"organization_id": "org_1", "environment_id": "env_1", "region": "eu"},
                 "settings": {"name": "a", "slug": "b", "enabled": true, "colour": "red"}, "because": "later"}""";

        assertThat(Json.mapper().readValue(json, SourceCreated.class))
                .isEqualTo(
                        new SourceCreated("src_1", new Tenant("org_1", "env_1"), new SourceSettings("a", "b", true)));
    }

    /** Adds the fields of the records in the value, and those of them that are set. */
    private static void collect(Object value, Set<String> declared, Set<String> filled) {
        if (value instanceof Collection<?> elements) {
            elements.forEach(element -> collect(element, declared, filled));
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), declared, filled);
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                String field = value.getClass().getSimpleName() + "." + component.getName();
                declared.add(field);
                Object set = read(component, value);
                if (set != null) {
                    filled.add(field);
                    collect(set, declared, filled);
                }
            }
        }
    }

    private static Object read(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static String golden(DomainEvent sample) throws IOException {
        return Files.readString(GOLDEN_FILES.resolve(sample.getClass().getSimpleName() + ".json"));
    }

    private static List<String> goldenNames() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN_FILES)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                    .toList();
        }
    }
}
