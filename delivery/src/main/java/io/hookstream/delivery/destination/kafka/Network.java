package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.BlockedAddressException;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.HostResolver;
import org.apache.kafka.common.network.ChannelState;
import org.jspecify.annotations.Nullable;

/**
 * What one producer's connections came to. Kafka's client tells its user only that time is up; why is known here, and as
 * soon as no server can be reached, those who wait for one need not wait any longer.
 */
final class Network {

    private final EgressGuard guard;
    private final Set<InetSocketAddress> servers;

    // All below is guarded by this.
    private final Map<String, InetSocketAddress> connecting = new HashMap<>();
    private final Set<InetSocketAddress> unreached = new HashSet<>();
    private final Set<Consumer<Problem>> waiting = new HashSet<>();
    private @Nullable Problem last;

    /** @param type one of {@link ErrorType} */
    record Problem(String type, String message, long nanos) {}

    private Network(EgressGuard guard, Set<InetSocketAddress> servers) {
        this.guard = guard;
        this.servers = servers;
    }

    /**
     * @param servers host:port each
     * @throws UnknownHostException if none of them has an address
     */
    static Network of(EgressGuard guard, List<InetSocketAddress> servers, HostResolver names)
            throws UnknownHostException {
        Set<InetSocketAddress> found = new HashSet<>();
        @Nullable UnknownHostException unknown = null;
        for (InetSocketAddress server : servers) {
            try {
                InetAddress[] addresses = names.resolve(server.getHostString());
                for (InetAddress address : addresses) {
                    // As Kafka does: those of the first one's family.
                    if (address.getClass() == addresses[0].getClass()) {
                        found.add(new InetSocketAddress(address, server.getPort()));
                    }
                }
            } catch (UnknownHostException e) {
                unknown = e;
            }
        }
        if (found.isEmpty() && unknown != null) {
            throw unknown;
        }
        return new Network(guard, found);
    }

    /** @throws BlockedAddressException if the address must not be reached */
    void check(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        Optional<String> denied = guard.check(address.getAddress());
        if (denied.isPresent()) {
            throw new BlockedAddressException(denied.get());
        }
    }

    synchronized void connecting(String id, InetSocketAddress address) {
        connecting.put(id, address);
    }

    void failed(String id, IOException problem) {
        failed(id, ErrorType.of(problem, false), String.valueOf(problem.getMessage()), true);
    }

    synchronized void connected(String id) {
        InetSocketAddress address = connecting.get(id);
        if (address != null) {
            unreached.remove(address);
        }
    }

    void disconnected(String id, ChannelState state) {
        String server = String.valueOf(state.remoteAddress());
        switch (state.state()) {
            case NOT_CONNECTED ->
                failed(id, ErrorType.CONNECTION_ERROR, "no connection could be made to " + address(id), true);
            case AUTHENTICATE ->
                failed(
                        id,
                        ErrorType.CONNECTION_ERROR,
                        server + " closed the connection in the handshake: is it of that security?",
                        false);
            case READY, FAILED_SEND -> failed(id, ErrorType.CONNECTION_ERROR, server + " closed the connection", false);
            case AUTHENTICATION_FAILED, EXPIRED, LOCAL_CLOSE -> {
                // Authentication is reported by Kafka's client itself, and the others are no failures.
            }
        }
    }

    private synchronized String address(String id) {
        return String.valueOf(connecting.get(id));
    }

    private void failed(String id, String type, String message, boolean isUnreached) {
        Problem problem = new Problem(type, message, System.nanoTime());
        Set<Consumer<Problem>> hopeless = Set.of();
        synchronized (this) {
            last = problem;
            InetSocketAddress address = connecting.remove(id);
            if (isUnreached && address != null) {
                unreached.add(address);
                if (unreached.containsAll(servers)) {
                    hopeless = Set.copyOf(waiting);
                    unreached.clear();
                }
            }
        }
        hopeless.forEach(each -> each.accept(problem));
    }

    /** Told once all servers have been tried in vain, until {@link #stopWaiting}; perhaps several times. */
    synchronized void await(Consumer<Problem> hopeless) {
        waiting.add(hopeless);
    }

    synchronized void stopWaiting(Consumer<Problem> hopeless) {
        waiting.remove(hopeless);
    }

    /** The latest since then, if any. */
    synchronized Optional<Problem> since(long nanos) {
        return Optional.ofNullable(last).filter(problem -> problem.nanos() - nanos >= 0);
    }
}
