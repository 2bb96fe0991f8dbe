package io.hookstream.bench.destination;

import io.hookstream.bench.program.Api;
import io.hookstream.bench.program.Ports;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import io.hookstream.bench.sink.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Apache Kafka's own server, one node with KRaft in a process of its own, and its own consumer. */
final class KafkaBroker implements Kind {
    private static final String TOPIC = "events";
    private static final int PARTITIONS = 3;
    private static final int FORMATTED_WITHIN_SECONDS = 60;
    private static final int READY_WITHIN_SECONDS = 60;

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String type() {
        return "kafka";
    }

    @Override
    public String remark() {
        return "real: Apache Kafka, one node, `acks=all`";
    }

    @Override
    public Endpoint open(Sink sink, Api api, Path folder) throws IOException, InterruptedException {
        int port = Ports.free();
        Path properties = folder.resolve("server.properties");
        Files.write(properties, properties(port, folder));
        Process format = java(
                folder,
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                properties.toString());
        if (!format.waitFor(FORMATTED_WITHIN_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            format.destroyForcibly();
            throw new IOException("Kafka's folder cannot be made: " + Files.readString(log(folder)));
        }
        Process server = java(folder, "kafka.Kafka", properties.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        Broker broker = new Broker(server, "127.0.0.1:" + port);
        try {
            broker.awaitTopic();
        } catch (IOException e) {
            broker.close();
            throw new IOException(e.getMessage() + ": " + Files.readString(log(folder)), e);
        }
        return broker;
    }

    private static List<String> properties(int port, Path folder) {
        int controller = Ports.free();
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + folder.resolve("log"),
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "num.network.threads=1",
                "num.io.threads=2");
    }

    private static Process java(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .start();
    }

    private static Path log(Path folder) {
        return folder.resolve("kafka.log");
    }

    private static final class Broker implements Endpoint {
        private final Process server;
        private final String address;
        private final Tally tally = new Tally();
        private final Thread reader;
        private volatile boolean open = true;

        Broker(Process server, String address) {
            this.server = server;
            this.address = address;
            this.reader = Thread.ofPlatform().daemon().name("bench-kafka").unstarted(this::read);
        }

        void awaitTopic() throws IOException, InterruptedException {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get(READY_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("Kafka does not start", e);
            }
            reader.start();
        }

        private void read() {
            Map<String, Object> settings = Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest");
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(TOPIC, number))
                    .toList();
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(partitions);
                while (open) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        tally.note(record.value());
                    }
                }
            }
        }

        @Override
        public Map<String, ?> config() {
            return Map.of("bootstrap_servers", address, "topic", TOPIC);
        }

        @Override
        public Receiver receiver() {
            return tally;
        }

        @Override
        public void close() {
            open = false;
            try {
                reader.join();
                server.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                server.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
