package io.hookstream.delivery.destination;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Filters what a resolver finds, so that only checked addresses are ever connected to. */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

    private final EgressGuard guard;
    private final AddressResolverGroup<InetSocketAddress> resolvers;

    GuardedResolverGroup(EgressGuard guard, AddressResolverGroup<InetSocketAddress> resolvers) {
        this.guard = guard;
        this.resolvers = resolvers;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new GuardedResolver(guard, resolvers.getResolver(executor), executor);
    }

    @Override
    public void close() {
        super.close();
        resolvers.close();
    }

    private static final class GuardedResolver implements AddressResolver<InetSocketAddress> {

        private final EgressGuard guard;
        private final AddressResolver<InetSocketAddress> resolver;
        private final EventExecutor executor;

        GuardedResolver(EgressGuard guard, AddressResolver<InetSocketAddress> resolver, EventExecutor executor) {
            this.guard = guard;
            this.resolver = resolver;
            this.executor = executor;
        }

        @Override
        public boolean isSupported(SocketAddress address) {
            return true; // an unsupported address would be connected to unchecked; it is refused when resolved instead
        }

        @Override
        public boolean isResolved(SocketAddress address) {
            return false; // a literal address counts as resolved, and Netty would connect to it without asking us
        }

        @Override
        public Future<InetSocketAddress> resolve(SocketAddress address) {
            return resolve(address, executor.newPromise());
        }

        @Override
        public Future<InetSocketAddress> resolve(SocketAddress address, Promise<InetSocketAddress> promise) {
            resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>) all -> {
                if (all.isSuccess()) {
                    promise.trySuccess(all.getNow().getFirst());
                } else {
                    promise.tryFailure(all.cause());
                }
            });
            return promise;
        }

        @Override
        public Future<List<InetSocketAddress>> resolveAll(SocketAddress address) {
            return resolveAll(address, executor.newPromise());
        }

        @Override
        public Future<List<InetSocketAddress>> resolveAll(
                SocketAddress address, Promise<List<InetSocketAddress>> promise) {
            if (!(address instanceof InetSocketAddress internet)) {
                return promise.setFailure(new UnsupportedAddressTypeException());
            }
            if (!internet.isUnresolved()) {
                complete(promise, internet, List.of(internet));
                return promise;
            }
            resolver.resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>) found -> {
                if (found.isSuccess()) {
                    complete(promise, internet, found.getNow());
                } else {
                    promise.tryFailure(found.cause());
                }
            });
            return promise;
        }

        private void complete(
                Promise<List<InetSocketAddress>> promise, InetSocketAddress wanted, List<InetSocketAddress> found) {
            List<InetSocketAddress> allowed = new ArrayList<>(found.size());
            @Nullable String problem = null;
            for (InetSocketAddress candidate : found) {
                Optional<String> denied = guard.check(candidate.getAddress());
                if (denied.isEmpty()) {
                    allowed.add(candidate);
                } else {
                    problem = denied.get();
                }
            }
            if (!allowed.isEmpty()) {
                promise.trySuccess(allowed);
            } else if (problem != null) {
                promise.tryFailure(new BlockedAddressException(problem));
            } else {
                promise.tryFailure(new UnknownHostException(wanted.getHostString()));
            }
        }

        @Override
        public void close() {
            resolver.close();
        }
    }
}
