package io.hookstream.query.event;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.received;
import static io.hookstream.query.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.EventView;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search takes what is typed literally. */
class EventSearchIT extends WithReadModels {

    private Events search(String text) {
        return models.ask(new ListEvents(TENANT, null, null, null, null, text, ALL), Events.class);
    }

    private List<String> found(String text) {
        return search(text).events().stream().map(EventView::id).toList();
    }

    @Test
    void findsByTheBeginningOfTheId() {
        models.write(received("evt_aa1"), received("evt_aa2"), received("evt_ab1"));
        assertThat(found("evt_aa")).containsExactly("evt_aa2", "evt_aa1");
        assertThat(found("evt_ab1")).containsExactly("evt_ab1");
        assertThat(found("aa1")).isEmpty();
        assertThat(found("evt_a.1")).isEmpty();
        assertThat(found("EVT_AA")).isEmpty();
        assertThat(search("evt_a").total()).isEqualTo(3);
    }

    @Test
    void whatOnlyLooksLikeAnIdOfOursIsSearchedInPayloads() {
        models.write(received("evt_1", TENANT, SOURCE, "{\"id\": \"evt_1NG8Du2eZvKYlo2C\"}"), received("evt_2"));
        assertThat(found("evt_1NG8Du2eZvKYlo2C")).containsExactly("evt_1");
        assertThat(found("evt_1")).containsExactly("evt_1");
    }

    @Test
    void anIdsBeginningIsPagedToo() {
        models.write(received("evt_a1"), received("evt_a2"), received("evt_a3"), received("evt_b1"));
        assertThat(walk(2, page -> page(page, "evt_a")))
                .containsExactly(List.of("evt_a3", "evt_a2"), List.of("evt_a1"));
    }

    @Test
    void findsEachTermInWholeWordsWhateverTheirCase() {
        models.write(
                received("evt_1", TENANT, SOURCE, "{\n  \"customer\": \"M\u00fcller\",\n  \"id\": \"inv_17\"\n}"),
                received("evt_2", TENANT, SOURCE, "{\"customer\":\"Smith\",\"mail\":\"ann@smith.example\"}"),
                received("evt_3", STRANGER, SOURCE, "{\"customer\":\"Smith\"}"));
        assertThat(found("customer")).containsExactly("evt_2", "evt_1");
        assertThat(found("m\u00dcLLER")).containsExactly("evt_1");
        assertThat(found("inv_17 customer")).containsExactly("evt_1");
        assertThat(found("  17\tm\u00fcller ")).containsExactly("evt_1");
        assertThat(found("ann@smith.example")).containsExactly("evt_2");
        assertThat(found("smith")).containsExactly("evt_2");
        assertThat(found("\"customer\":\"Smith\"")).containsExactly("evt_2");
        assertThat(found("smit")).isEmpty();
        assertThat(found("inv_1")).isEmpty();
        assertThat(found("smith m\u00fcller")).isEmpty();
        assertThat(found("example@ann")).isEmpty();
        assertThat(search("customer").total()).isEqualTo(2);
    }

    @Test
    void findsWhatJsonEscapes() {
        models.write(
                received(
                        "evt_1",
                        TENANT,
                        SOURCE,
                        "{\"name\": \"M\\u00FCller\\nBerlin\", \"url\": \"http:\\/\\/x.example\"}"),
                received("evt_2", TENANT, SOURCE, "nBerlin"));
        assertThat(found("M\u00fcller")).containsExactly("evt_1");
        assertThat(found("m\u00dcller berlin")).containsExactly("evt_1");
        assertThat(found("http://x.example")).containsExactly("evt_1");
        assertThat(found("nBerlin")).containsExactly("evt_2");
    }

    @Test
    void aPayloadOfVeryManyWordsIsSearchedToo() {
        String words = IntStream.range(0, 500).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
        models.write(received("evt_1", TENANT, SOURCE, words), received("evt_2", TENANT, SOURCE, "word1 word2"));
        assertThat(found("word499")).containsExactly("evt_1");
        assertThat(found("word2 word1")).containsExactly("evt_2", "evt_1");
        assertThat(found("word500")).isEmpty();
    }

    @Test
    void everyFilterCanBeCombinedWithASearch() {
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        for (int i = 0; i < 16; i++) {
            String id = "evt_" + (char) ('a' + i);
            models.write(0, noon.plusSeconds(i), received(id, TENANT, "src_" + i % 2, "{\"n\": \"w" + i % 4 + "\"}"));
            if (i % 8 >= 4) {
                models.write(succeeded(id, "da_" + i));
            }
        }
        ListEvents query = new ListEvents(
                TENANT, "src_1", EventStatus.DELIVERED, noon.plusSeconds(6), noon.plusSeconds(15), "w1", ALL);
        Events events = models.ask(query, Events.class);
        assertThat(events.events()).extracting(EventView::id).containsExactly("evt_n");
        assertThat(events.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "*",
                "a.c",
                "[a-z]+",
                "(x",
                "x)",
                "{1",
                "^",
                "$",
                "|",
                "\\",
                "\\d",
                "\\Q",
                "\\E",
                "\\Qa\\E.",
                "?",
                "+",
                "#x",
                "\0",
                "\\\0E",
                "\\u0000",
                "%00",
                "$where",
                "'",
                "-"
            })
    void regexMetacharactersStandForThemselves(String odd) {
        models.write(
                received("evt_1", TENANT, SOURCE, "before" + odd + "after"),
                received("evt_2", TENANT, SOURCE, "before after abc 123 x"));
        assertThat(found("before" + odd + "after")).containsExactly("evt_1");
    }

    @Test
    void anEmptySearchRestrictsNothing() {
        models.write(received("evt_1"), received("evt_2", TENANT, SOURCE, ""));
        assertThat(found("")).containsExactly("evt_2", "evt_1");
    }

    @Test
    void aSearchIsPagedLikeAnyList() {
        models.write(
                received("evt_1", TENANT, SOURCE, "yes"),
                received("evt_2", TENANT, SOURCE, "no"),
                received("evt_3", TENANT, SOURCE, "yes"),
                received("evt_4", TENANT, SOURCE, "yes"));
        assertThat(walk(2, page -> page(page, "yes"))).containsExactly(List.of("evt_4", "evt_3"), List.of("evt_1"));
    }

    private Ids page(PageRequest page, String text) {
        Events events = models.ask(new ListEvents(TENANT, null, null, null, null, text, page), Events.class);
        return new Ids(events.events().stream().map(EventView::id).toList(), events.next());
    }
}
