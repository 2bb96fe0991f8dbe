package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.api.ApiException;
import io.hookstream.api.GatewayProperties;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BodiesTest {

    private static final int LARGEST = 8 * 1024;

    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final List<NettyDataBuffer> made = new ArrayList<>();
    private final Bodies bodies = new Bodies(new GatewayProperties(
            DataSize.ofBytes(LARGEST), DataSize.ofBytes(2 * LARGEST), Duration.ZERO, Duration.ZERO, Duration.ZERO, ""));

    @Test
    void chunksAreJoinedAndGivenBack() {
        byte[] read = read(chunked(3, 1000, 1, 3000), Mono::just).block();

        assertThat(read).hasSize(4004).startsWith(0, 1, 2, 0, 1).endsWith(2997 % 128, 2998 % 128, 2999 % 128);
        assertThat(made)
                .allSatisfy(
                        buffer -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefusedAndItsChunksAreGivenBack() {
        assertThatThrownBy(() -> read(chunked(LARGEST, 1), Mono::just).block())
                .isInstanceOf(ApiException.class)
                .hasMessage("The body is larger than 8192 bytes");
        assertThat(made)
                .hasSize(2)
                .allSatisfy(
                        buffer -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
    }

    @Test
    void aLengthThatIsTooLargeIsRefusedBeforeTheBodyIsRead() {
        ServerHttpRequest request = MockServerHttpRequest.post("/")
                .contentLength(LARGEST + 1L)
                .body(Flux.error(new AssertionError("It should not be read")));
        assertThatThrownBy(() -> read(request, Mono::just).block()).hasMessage("The body is larger than 8192 bytes");
    }

    @Test
    void thereIsRoomForNoMoreBodiesThanConfigured() {
        Sinks.Empty<byte[]> stored = Sinks.empty();
        Mono<byte[]> first = read(chunked(LARGEST), body -> stored.asMono());
        Mono<byte[]> second = read(chunked(LARGEST), body -> stored.asMono());
        first.subscribe();
        second.subscribe();

        assertThatThrownBy(() -> read(chunked(1), Mono::just).block())
                .isInstanceOf(ApiException.class)
                .hasMessage("Too many webhooks are coming in at once: try again");

        stored.tryEmitEmpty();
        assertThat(read(chunked(LARGEST), Mono::just).block()).hasSize(LARGEST);
    }

    @Test
    void aSenderWhoHangsUpLeavesItsRoomToOthers() {
        for (int i = 0; i < 10; i++) {
            read(chunked(LARGEST), body -> Mono.never()).subscribe().dispose();
        }
        assertThat(read(chunked(LARGEST), Mono::just).block()).hasSize(LARGEST);
    }

    @Test
    void aFailureLeavesItsRoomToOthers() {
        for (int i = 0; i < 10; i++) {
            Mono<byte[]> fails = read(chunked(LARGEST), body -> Mono.error(new IllegalStateException("no store")));
            assertThatThrownBy(fails::block).hasMessage("no store");
        }
        assertThat(read(chunked(LARGEST), Mono::just).block()).hasSize(LARGEST);
    }

    private Mono<byte[]> read(ServerHttpRequest request, java.util.function.Function<byte[], Mono<byte[]>> use) {
        return bodies.read(request, use);
    }

    private ServerHttpRequest chunked(int... sizes) {
        return MockServerHttpRequest.post("/").body(Flux.range(0, sizes.length).map(i -> {
            byte[] bytes = new byte[sizes[i]];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) (b % 128);
            }
            NettyDataBuffer buffer = buffers.allocateBuffer(bytes.length);
            buffer.write(bytes);
            made.add(buffer);
            return buffer;
        }));
    }
}
