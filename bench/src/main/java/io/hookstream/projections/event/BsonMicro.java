package io.hookstream.projections.event;

import io.hookstream.bench.micro.Samples;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import java.nio.ByteBuffer;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A received event as it is written into the read model, and read from it; in this package, which alone makes its document. */
@State(Scope.Benchmark)
public class BsonMicro {
    private final DocumentCodec codec = new DocumentCodec();
    private final EventReceived event = Samples.received();
    private final byte[] written = written(codec, event);

    /** With the making of the document, its words for searching among it. */
    @Benchmark
    public byte[] write() {
        return written(codec, event);
    }

    private static byte[] written(DocumentCodec codec, EventReceived event) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            codec.encode(
                    writer,
                    EventDocument.of(event, Samples.RECEIVED_AT),
                    EncoderContext.builder().build());
            return buffer.toByteArray();
        }
    }

    @Benchmark
    public Document read() {
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(written))) {
            return codec.decode(reader, DecoderContext.builder().build());
        }
    }
}
