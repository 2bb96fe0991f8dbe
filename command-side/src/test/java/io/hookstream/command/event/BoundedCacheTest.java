package io.hookstream.command.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.axonframework.common.caching.Cache;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {

    private final Cache cache = new BoundedCache(100);

    @Test
    void knowsNothingAtFirst() {
        assertThat(cache.<String, String>get("key")).isNull();
        assertThat(cache.containsKey("key")).isFalse();
    }

    @Test
    void keepsTheLastValueOfAKey() {
        cache.put("key", "old");
        cache.put("key", "new");

        assertThat(cache.<String, String>get("key")).isEqualTo("new");
        assertThat(cache.containsKey("key")).isTrue();
    }

    @Test
    void putsOnlyWhereThereIsNothingIfSoAsked() {
        assertThat(cache.putIfAbsent("key", "first")).isTrue();
        assertThat(cache.putIfAbsent("key", "second")).isFalse();
        assertThat(cache.<String, String>get("key")).isEqualTo("first");
    }

    @Test
    void computesWhatIsAbsentAndKeepsIt() {
        assertThat(cache.<String>computeIfAbsent("key", () -> "computed")).isEqualTo("computed");
        assertThat(cache.<String, String>get("key")).isEqualTo("computed");
    }

    @Test
    void doesNotComputeWhatIsPresent() {
        cache.put("key", "value");

        String value = cache.computeIfAbsent("key", () -> {
            throw new AssertionError("it is present");
        });

        assertThat(value).isEqualTo("value");
    }

    @Test
    void changesWhatIsPresent() {
        cache.put("key", "value");

        cache.<String>computeIfPresent("key", value -> value + "!");

        assertThat(cache.<String, String>get("key")).isEqualTo("value!");
    }

    @Test
    void doesNotChangeWhatIsAbsent() {
        cache.<String>computeIfPresent("key", value -> {
            throw new AssertionError("it is absent");
        });

        assertThat(cache.containsKey("key")).isFalse();
    }

    @Test
    void removesWhatIsChangedToNothing() {
        cache.put("key", "value");

        cache.<String>computeIfPresent("key", value -> null);

        assertThat(cache.containsKey("key")).isFalse();
    }

    @Test
    void saysWhetherItRemovedSomething() {
        cache.put("key", "value");

        assertThat(cache.remove("key")).isTrue();
        assertThat(cache.remove("key")).isFalse();
        assertThat(cache.containsKey("key")).isFalse();
    }

    @Test
    void removesAll() {
        cache.put("a", 1);
        cache.put("b", 2);

        cache.removeAll();

        assertThat(cache.containsKey("a")).isFalse();
        assertThat(cache.containsKey("b")).isFalse();
    }

    @Test
    void keepsNoMoreThanItMay() {
        IntStream.range(0, 10_000).forEach(i -> cache.put(i, "value"));

        // It evicts beside its callers.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(kept(10_000)).isLessThanOrEqualTo(100).isPositive());
    }

    @Test
    void keepsWhatItMayWhileNobodyElseRefersToIt() {
        IntStream.range(0, 100).forEach(i -> cache.put(i, new byte[10_000]));

        System.gc();

        assertThat(kept(100)).isEqualTo(100);
    }

    @Test
    void refusesListenersForItWouldNeverCallThem() {
        assertThatThrownBy(() -> cache.registerCacheEntryListener(new Cache.EntryListenerAdapter()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private long kept(int keys) {
        return IntStream.range(0, keys).filter(cache::containsKey).count();
    }
}
