package io.hookstream.delivery.destination.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Where a producer opens its connections, to the servers it was given and to those that they advertise. Each address is
 * checked when it is connected to, and is the one connected to.
 */
final class GuardedSelector extends Selector {

    private final Network network;

    GuardedSelector(long maxIdleMillis, Metrics metrics, ChannelBuilder channels, LogContext log, Network network) {
        super(maxIdleMillis, metrics, Time.SYSTEM, "producer", channels, log);
        this.network = network;
    }

    @Override
    public void connect(String id, InetSocketAddress address, int sendBufferSize, int receiveBufferSize)
            throws IOException {
        network.connecting(id, address);
        try {
            super.connect(id, address, sendBufferSize, receiveBufferSize);
        } catch (IOException e) {
            network.failed(id, e);
            throw e;
        }
    }

    @Override
    protected boolean doConnect(SocketChannel channel, InetSocketAddress address) throws IOException {
        network.check(address);
        return super.doConnect(channel, address);
    }

    @Override
    public void poll(long timeout) throws IOException {
        super.poll(timeout);
        connected().forEach(network::connected);
        disconnected().forEach(network::disconnected);
    }
}
