package io.hookstream.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentlyUsedTest {

    private final RecentlyUsed<String, Integer> cache = new RecentlyUsed<>(10, value -> value);

    @Test
    void whatWasUsedLongestAgoIsDropped() {
        cache.put("a", 4);
        cache.put("b", 4);
        assertThat(cache.get("a")).isEqualTo(4);
        cache.put("c", 4);
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("a")).isEqualTo(4);
        assertThat(cache.get("c")).isEqualTo(4);
    }

    @Test
    void whatIsNewIsKeptHoweverOftenTheRestWasUsed() {
        cache.put("old", 10);
        for (int i = 0; i < 100; i++) {
            cache.get("old");
        }
        cache.put("new", 10);
        assertThat(cache.get("new")).isEqualTo(10);
        assertThat(cache.get("old")).isNull();
    }

    @Test
    void whatIsReplacedOrRemovedWeighsNoMore() {
        cache.put("a", 9);
        cache.put("a", 2);
        cache.put("b", 8);
        assertThat(cache.get("a")).isEqualTo(2);
        assertThat(cache.remove("b")).isEqualTo(8);
        cache.put("c", 8);
        assertThat(cache.get("a")).isEqualTo(2);
        cache.clear();
        cache.put("d", 10);
        assertThat(cache.get("d")).isEqualTo(10);
    }

    @Test
    void whatIsTooHeavyIsNotKept() {
        cache.put("a", 11);
        assertThat(cache.get("a")).isNull();
        cache.put("b", 10);
        assertThat(cache.get("b")).isEqualTo(10);
    }

    @Test
    void presenceDecides() {
        assertThat(cache.putIfAbsent("a", 1)).isNull();
        assertThat(cache.putIfAbsent("a", 2)).isEqualTo(1);
        cache.computeIfPresent("a", value -> value + 4);
        cache.computeIfPresent("b", value -> value + 4);
        assertThat(cache.get("a")).isEqualTo(5);
        assertThat(cache.get("b")).isNull();
    }

    @Test
    void whatIsMissingIsMadeOnce() {
        assertThat(cache.get("abc", String::length)).isEqualTo(3);
        assertThat(cache.get("abc", key -> 7)).isEqualTo(3);
        assertThat(cache.get("ab", key -> {
                    cache.put(key, 1);
                    return 2;
                }))
                .isEqualTo(1);
    }
}
