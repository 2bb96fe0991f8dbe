package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Ids;
import io.hookstream.messages.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void aCursorComesBackAsTheIdThatItWasMadeOf() {
        String id = Ids.create("conn", 1_767_323_045_000L);
        String cursor = Paging.cursor(id);

        assertThat(cursor).matches("[A-Za-z0-9_-]+").isNotEqualTo(id);
        assertThat(Paging.page(cursor, "7", 20)).isEqualTo(new PageRequest(id, 7));
    }

    @Test
    void theFirstPageHasNoCursorAndTheLastPageLeadsNowhere() {
        assertThat(Paging.page(null, null, 20)).isEqualTo(new PageRequest(null, 20));
        assertThat(Paging.cursor(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "nonsense", "!!!", "\u0000", "\uD83D\uDE00", "src_1", "{\"$gt\":\"\"}", "evt_", "EVT_00"
            })
    void whatIsNoCursorIsRefused(String text) {
        assertThatThrownBy(() -> Paging.page(text, null, 20))
                .isInstanceOf(ApiException.class)
                .hasMessage("cursor: was not made by this server");
        String encoded = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Paging.page(encoded, null, 20)).hasMessage("cursor: was not made by this server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "100"})
    void theBoundsOfALimitBelongToIt(String limit) {
        assertThat(Paging.limit(limit, 20)).isEqualTo(Integer.parseInt(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "", "ten", "1.5", "1e1", "99999999999", " 5"})
    void anyOtherLimitIsRefused(String limit) {
        assertThatThrownBy(() -> Paging.limit(limit, 20))
                .isInstanceOf(ApiException.class)
                .hasMessage("limit: must be a whole number between 1 and 100; was " + limit);
    }
}
