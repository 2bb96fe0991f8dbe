package io.hookstream.bench.scenario;

import io.hookstream.bench.sink.Receiver;
import java.util.List;

/**
 * What webhooks are sent to, and where all of them must arrive.
 *
 * @param receivers none if only that they are stored is measured
 */
public record Route(String source, List<Receiver> receivers) {

    String path() {
        return "/v1/ingest/" + source;
    }
}
