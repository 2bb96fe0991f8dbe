package io.hookstream.command.event;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/** Axon's cache over Caffeine: strong, so that an event is still there for its second command, and bounded. */
// Axon's interface has this shape, and is not annotated: its get answers null for an absent key
@SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
public final class BoundedCache implements Cache {

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries;

    public BoundedCache(long maximumSize) {
        entries = Caffeine.newBuilder().maximumSize(maximumSize).build();
    }

    @Override
    public <K, V> @Nullable V get(K key) {
        return (V) entries.getIfPresent(key);
    }

    @Override
    public void put(Object key, Object value) {
        entries.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public <T> T computeIfAbsent(Object key, Supplier<T> supplier) {
        return (T) entries.get(key, absent -> supplier.get());
    }

    @Override
    public <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
        entries.asMap().computeIfPresent(key, (present, value) -> update.apply((V) value));
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.asMap().containsKey(key);
    }

    /** Nothing listens: Axon asks for this only with weak caches. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new UnsupportedOperationException("This cache tells nobody what it evicts");
    }
}
