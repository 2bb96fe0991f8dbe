package io.hookstream.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

/**
 * Refuses a request whose body cannot be decoded, such as one with a chunk of no size. Reactor Netty answers 400 too, but
 * tells the reader of the body that it ended well, and half a webhook would be stored.
 */
@Sharable
final class BrokenBodies extends ChannelInboundHandlerAdapter {

    private static final BrokenBodies INSTANCE = new BrokenBodies();
    private static final String NAME = "hookstream.brokenBodies";

    private BrokenBodies() {}

    static void install(ConnectionObserver observer, Channel channel, @Nullable SocketAddress address) {
        channel.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, INSTANCE);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HttpContent content) || content.decoderResult().isSuccess()) {
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        DefaultFullHttpResponse refusal =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
        refusal.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        var unused = context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }
}
