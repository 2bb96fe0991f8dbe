package io.hookstream.delivery.destination.pubsub;

import io.hookstream.delivery.Pipeline;
import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.PubSubConfig;
import io.hookstream.messages.destination.ServiceAccountKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PubSubOutageIT extends OutageContract {

    private final GoogleServer google = new GoogleServer();

    @AfterEach
    void end() {
        google.close();
    }

    @Override
    protected DestinationConfig config() {
        ServiceAccountKey account = new ServiceAccountKey(Pipeline.secret(google.account(google.key)), "");
        return new PubSubConfig("my-project", "events", account, null, null, google.server.url(""), null).checked();
    }

    @Override
    protected void down() {
        google.server.down();
    }

    @Override
    protected void up() {
        google.server.up();
    }

    @Override
    protected List<String> received() {
        return google.received();
    }
}
