package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.KafkaConfig;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutageIT extends OutageContract {

    @TempDir
    Path brokerDirectory;

    private KafkaBroker broker;

    @AfterEach
    void end() {
        broker.close();
    }

    @Override
    protected DestinationConfig config() {
        broker = new KafkaBroker(brokerDirectory, "127.0.0.1:1", "127.0.0.1:1");
        String address = KafkaBroker.address(broker.plain);
        return new KafkaConfig(address, null, KafkaBroker.TOPIC, null, null, null, null, null, null, 12).checked();
    }

    @Override
    protected void down() {
        broker.stop();
    }

    @Override
    protected void up() {
        broker.start();
    }

    @Override
    protected List<String> received() {
        return broker.records().stream().map(ConsumerRecord::value).toList();
    }
}
