package io.hookstream.command.event;

import io.hookstream.messages.RecentlyUsed;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/** Axon's cache, strong, so that an event is still there for its second command, and bounded. */
// Axon's interface has this shape, and is not annotated: its get answers null for an absent key
@SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
public final class BoundedCache implements Cache {

    private final RecentlyUsed<Object, Object> entries;

    public BoundedCache(long maximumSize) {
        entries = new RecentlyUsed<>(maximumSize, entry -> 1);
    }

    @Override
    public <K, V> @Nullable V get(K key) {
        Object found = entries.get(key);
        if (found != null) {
            Remembered.used();
        }
        return (V) found;
    }

    @Override
    public void put(Object key, Object value) {
        entries.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return entries.putIfAbsent(key, value) == null;
    }

    @Override
    public <T> T computeIfAbsent(Object key, Supplier<T> supplier) {
        return (T) entries.get(key, absent -> supplier.get());
    }

    @Override
    public <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
        entries.computeIfPresent(key, value -> update.apply((V) value));
    }

    @Override
    public boolean remove(Object key) {
        return entries.remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.clear();
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.get(key) != null;
    }

    /** Nothing listens: Axon asks for this only with weak caches. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new UnsupportedOperationException("This cache tells nobody what it evicts");
    }
}
