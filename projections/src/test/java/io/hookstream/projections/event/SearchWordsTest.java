package io.hookstream.projections.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchWordsTest {

    private static boolean mayHave(String payload, String searched) {
        String words = SearchWords.of(payload);
        return SearchWords.patterns(searched).stream()
                .allMatch(pattern -> pattern.matcher(words).find());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"customer\":\"Ann Lee\"}, LEE",
                "{\"customer\":\"Ann Lee\"}, customer lee",
                "{\"id\":\"inv_17\"}, inv_17",
                "{\"text\":\"one\\ntwo\"}, two",
                "{\"text\":\"M\\u00fcller\"}, m\u00dcller",
                "C:\\new, new",
                "a=1&b=two, two"
            })
    void aPayloadMayHaveTheWordsThatItHas(String payload, String searched) {
        assertThat(mayHave(payload, searched)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"customer\":\"Ann Lee\"}, le",
                "{\"customer\":\"Ann Lee\"}, lee bob",
                "{\"text\":\"one\\ntwo\"}, ntwo",
                "{\"id\":\"inv_17\"}, inv_1",
                "``, x"
            })
    void aPayloadIsPassedOverForAWordThatItLacks(String payload, String searched) {
        assertThat(mayHave(payload, searched)).isFalse();
    }

    @Test
    void eachWordIsHeldOnceInThreeCharacters() {
        assertThat(SearchWords.of("b a B, a-b")).hasSize(6);
        assertThat(SearchWords.of(" .,\n")).isEmpty();
    }

    @Test
    void whatHasTooManyWordsIsNeverPassedOver() {
        String payload = IntStream.range(0, SearchWords.MAX_WORDS + 1)
                .mapToObj(i -> "w" + i)
                .collect(Collectors.joining(" "));
        assertThat(SearchWords.of(payload)).isEqualTo(SearchWords.MANY);
        assertThat(mayHave(payload, "anything")).isTrue();
        assertThat(SearchWords.of(payload.substring(0, payload.lastIndexOf(' '))))
                .hasSize(3 * SearchWords.MAX_WORDS);
    }

    @Test
    void differentWordsHardlyEverLookAlike() {
        String payload = IntStream.range(0, 50).mapToObj(i -> "order" + i).collect(Collectors.joining(" "));
        long wrong = IntStream.range(1_000, 11_000)
                .filter(i -> mayHave(payload, "order" + i))
                .count();
        assertThat(wrong).isLessThan(20);
    }
}
