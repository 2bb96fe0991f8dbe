package io.hookstream.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map that drops what was used longest ago. Caffeine's drops what is used least: of events, each of which is used
 * a few times within a second and never again, those are the newest, so that one that is full hardly ever has what is asked
 * for.
 */
public final class RecentlyUsed<K, V> {

    private static final float LOAD = 0.75f;

    private final long maximum;
    private final ToIntFunction<V> weigher;

    /** The one used longest ago is the first. Guarded by this, as is the weight. */
    private final Map<K, V> entries = new LinkedHashMap<>(16, LOAD, true);

    private long weight;

    /**
     * @param maximum weight of all together
     * @param weigher what a value weighs, always the same
     */
    public RecentlyUsed(long maximum, ToIntFunction<V> weigher) {
        this.maximum = maximum;
        this.weigher = weigher;
    }

    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    /** What there is, or else what is made of the key; two may make it at once, and the first counts. */
    public V get(K key, Function<? super K, ? extends V> make) {
        V present = get(key);
        if (present != null) {
            return present;
        }
        V made = make.apply(key);
        V earlier = putIfAbsent(key, made);
        return earlier == null ? made : earlier;
    }

    public synchronized void put(K key, V value) {
        V before = entries.put(key, value);
        weight += weigher.applyAsInt(value) - (before == null ? 0 : weigher.applyAsInt(before));
        var oldest = entries.values().iterator();
        while (weight > maximum && oldest.hasNext()) {
            weight -= weigher.applyAsInt(oldest.next());
            oldest.remove();
        }
    }

    /** @return what there is already, or null if there was nothing */
    public synchronized @Nullable V putIfAbsent(K key, V value) {
        V present = entries.get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    public synchronized void computeIfPresent(K key, UnaryOperator<V> update) {
        V present = entries.get(key);
        if (present != null) {
            put(key, update.apply(present));
        }
    }

    public synchronized @Nullable V remove(K key) {
        V removed = entries.remove(key);
        weight -= removed == null ? 0 : weigher.applyAsInt(removed);
        return removed;
    }

    public synchronized void clear() {
        entries.clear();
        weight = 0;
    }
}
