package io.hookstream.app;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param data the folder for everything that this process keeps
 * @param masterKey base64 of the 32 bytes that secrets are encrypted with; without it, a key file in the data folder
 * @param mongodb without a URI, the embedded document store; the cache is for that one's pages, outside of the heap
 * @param axonServer without servers, the embedded event store; with them other processes may share the work, and take it
 *     over when this one has been silent for as long as its claims last
 * @param segments into how many parts each processor's work is divided, 8 with an Axon Server; fixed at the first start
 * @param workers how many threads each processor has
 * @param batch how many events a processor handles between two tokens
 * @param linger how much time is between two batches of the projections of events, while events keep coming
 */
@ConfigurationProperties("hookstream")
record HookstreamProperties(
        @DefaultValue("data") Path data,
        @DefaultValue("") String masterKey,
        @DefaultValue MongoDb mongodb,
        @DefaultValue AxonServer axonServer,
        @DefaultValue("1") int segments,
        @DefaultValue("2") int workers,
        @DefaultValue("1000") int batch,
        @DefaultValue("100ms") Duration linger) {

    record MongoDb(
            @DefaultValue("") String uri,
            @DefaultValue("hookstream") String database,
            @DefaultValue("64MB") DataSize cache) {}

    record AxonServer(
            @DefaultValue("") String servers,
            @DefaultValue("4s") Duration claim) {

        boolean isOff() {
            return servers.isBlank();
        }
    }
}
