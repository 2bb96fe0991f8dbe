package io.hookstream.delivery.destination;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether there is still somebody at the other end of a connection. An attempt that times out closes its connection if that
 * is of HTTP/1.1, but only its stream if it is of HTTP/2: without this, a connection to a server that is gone would be used
 * until the system gives it up, which takes many minutes.
 */
final class Liveness extends ChannelInboundHandlerAdapter {

    private static final int ANSWER_SECONDS = 5;

    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();

    private Liveness() {}

    static void follow(Channel connection) {
        connection.pipeline().addFirst(new Liveness());
    }

    /**
     * Pings what a stream belongs to, if nothing came over it since then, and closes it if nothing comes now either. Other
     * channels close with what they are for.
     */
    static void check(Channel channel, long sinceNanos) {
        if (channel instanceof Http2StreamChannel stream) {
            Liveness liveness = stream.parent().pipeline().get(Liveness.class);
            if (liveness != null && liveness.isSilentSince(sinceNanos)) {
                liveness.ask(stream.parent());
            }
        }
    }

    private boolean isSilentSince(long nanos) {
        return heardNanos - nanos < 0;
    }

    private void ask(Channel connection) {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        long asked = System.nanoTime();
        var unusedWrite = connection.writeAndFlush(new DefaultHttp2PingFrame(asked));
        var unusedTimer = connection
                .eventLoop()
                .schedule(
                        () -> {
                            asking.set(false);
                            if (isSilentSince(asked)) {
                                var unused = connection.close();
                            }
                        },
                        ANSWER_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heardNanos = System.nanoTime();
        super.channelRead(context, message);
    }
}
