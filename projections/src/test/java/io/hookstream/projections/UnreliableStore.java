package io.hookstream.projections;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A document store that does not answer for some of its collections while a test says so. */
public final class UnreliableStore {

    private final AtomicInteger refused = new AtomicInteger();
    private volatile Set<String> down = Set.of();

    public void isDownFor(String... collections) {
        down = Set.of(collections);
    }

    public void isUp() {
        down = Set.of();
    }

    /** How often it did not answer. */
    public int refused() {
        return refused.get();
    }

    MongoDatabase of(MongoDatabase database) {
        return proxy(MongoDatabase.class, (method, arguments) -> {
            Object answer = call(method, database, arguments);
            return answer instanceof MongoCollection<?> collection ? collection(collection) : answer;
        });
    }

    private Object collection(MongoCollection<?> collection) {
        String name = collection.getNamespace().getCollectionName();
        return proxy(MongoCollection.class, (method, arguments) -> {
            if (down.contains(name)) {
                refused.incrementAndGet();
                throw new MongoTimeoutException("The test has the store not answer");
            }
            return call(method, collection, arguments);
        });
    }

    private interface Call {
        Object make(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.make(method, arguments)));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
