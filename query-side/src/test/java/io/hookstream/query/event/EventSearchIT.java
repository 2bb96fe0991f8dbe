package io.hookstream.query.event;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventView;
import io.hookstream.query.WithReadModels;
import java.util.List;
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
    void findsByPartOfAPayloadInAnyLine() {
        models.write(
                received("evt_1", TENANT, SOURCE, "{\n  \"customer\": \"M\u00fcller\",\n  \"id\": 17\n}"),
                received("evt_2", TENANT, SOURCE, "{\"customer\":\"Smith \ud83d\ude00\"}"),
                received("evt_3", STRANGER, SOURCE, "{\"customer\":\"Smith\"}"));
        assertThat(found("customer")).containsExactly("evt_2", "evt_1");
        assertThat(found("M\u00fcller\",\n  \"id")).containsExactly("evt_1");
        assertThat(found("\ud83d\ude00")).containsExactly("evt_2");
        assertThat(found("Smith")).containsExactly("evt_2");
        assertThat(found("smith")).isEmpty();
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
                "/",
                "\0",
                "\\\0E",
                "\\u0000",
                "%00",
                "$where",
                "'",
                "\""
            })
    void regexMetacharactersStandForThemselves(String odd) {
        models.write(
                received("evt_1", TENANT, SOURCE, "before" + odd + "after"),
                received("evt_2", TENANT, SOURCE, "before after abc 123 x"));
        assertThat(found(odd)).containsExactly("evt_1");
        assertThat(found("before" + odd + "after")).containsExactly("evt_1");
        assertThat(search(odd).total()).isEqualTo(1);
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
