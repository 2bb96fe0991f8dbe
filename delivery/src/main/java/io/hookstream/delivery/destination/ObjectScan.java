package io.hookstream.delivery.destination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Looks at the shape of a body without having it in memory as a whole. */
final class ObjectScan {

    private static final int CHUNKS_AHEAD = 2;
    private static final Duration CHUNK_WITHIN = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    private ObjectScan() {}

    /** Whether a body is one JSON object, or an array of objects and of at least one. Blocks, bounded. */
    @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
    static boolean isOfObjects(Body body) {
        if (body instanceof Body.Bytes inMemory) {
            return isOfObjects(new ByteArrayInputStream(inMemory.bytes()));
        }
        try (Stream<byte[]> chunks =
                Flux.from(body.content()).timeout(CHUNK_WITHIN).toStream(CHUNKS_AHEAD)) {
            Iterator<byte[]> all = chunks.iterator();
            return isOfObjects(new SequenceInputStream(new Enumeration<InputStream>() {
                @Override
                public boolean hasMoreElements() {
                    return all.hasNext();
                }

                @Override
                public InputStream nextElement() {
                    return new ByteArrayInputStream(all.next());
                }
            }));
        }
    }

    private static boolean isOfObjects(InputStream body) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                parser.skipChildren();
                return parser.nextToken() == null;
            }
            if (first != JsonToken.START_ARRAY) {
                return false;
            }
            int objects = 0;
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                parser.skipChildren();
                objects++;
            }
            return objects > 0 && parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
