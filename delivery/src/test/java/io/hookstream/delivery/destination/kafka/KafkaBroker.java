package io.hookstream.delivery.destination.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Time;

/** Apache Kafka itself, one node with KRaft, and its own consumer. */
final class KafkaBroker implements AutoCloseable {

    static final String USER = "shop";
    static final String PASSWORD = "canary-credential \\ \" ; 'x'=";
    static final String TOPIC = "events";
    private static final String KEYS_PASSWORD = "changeit";
    private static final int PARTITIONS = 3;

    /** Where each listener listens. */
    final int plain = freePort();

    final int sasl = freePort();

    final int tls = freePort();

    /** Advertises another address, as a literal. */
    final int luring = freePort();

    /** Advertises another address, as a name. */
    final int naming = freePort();

    private final Path directory;
    private final int controller = freePort();
    final String certificate;
    private final String advertised;
    private final String advertisedName;
    private KafkaRaftServer server;

    /**
     * @param advertised host:port that the luring listener advertises
     * @param advertisedName host:port that the naming listener advertises
     */
    KafkaBroker(Path directory, String advertised, String advertisedName) {
        this.directory = directory;
        this.advertised = advertised;
        this.advertisedName = advertisedName;
        certificate = keyPair();
        format();
        start();
        create(TOPIC);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties() {
        Properties all = new Properties();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAIN");
        String same = "PLAIN://127.0.0.1:%d,SASL://127.0.0.1:%d,TLS://127.0.0.1:%d".formatted(plain, sasl, tls);
        all.put(
                "listeners",
                same
                        + ",LURE://127.0.0.1:%d,NAMED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(luring, naming, controller));
        all.put("advertised.listeners", same + ",LURE://" + advertised + ",NAMED://" + advertisedName);
        all.put(
                "listener.security.protocol.map",
                "PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SASL_SSL,LURE:PLAINTEXT,NAMED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("sasl.enabled.mechanisms", "PLAIN");
        String users = "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                .formatted(USER, PASSWORD.replace("\\", "\\\\").replace("\"", "\\\""));
        all.put("listener.name.sasl.plain.sasl.jaas.config", users);
        all.put("listener.name.tls.plain.sasl.jaas.config", users);
        all.put("listener.name.tls.ssl.keystore.type", "PKCS12");
        all.put("listener.name.tls.ssl.keystore.location", keys().toString());
        all.put("listener.name.tls.ssl.keystore.password", KEYS_PASSWORD);
        all.put("log.dirs", directory.toString());
        all.put("auto.create.topics.enable", "false");
        all.put("offsets.topic.replication.factor", "1");
        all.put("num.network.threads", "1");
        all.put("num.io.threads", "2");
        return all;
    }

    private Path keys() {
        return directory.resolve("keys.p12");
    }

    /** A key for 127.0.0.1, and its certificate in PEM, which nobody else signed. */
    private String keyPair() {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1");
        return keytool("-exportcert", "-rfc");
    }

    private String keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-keystore", keys().toString()));
        command.addAll(List.of("-storepass", KEYS_PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void format() {
        Path file = directory.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties().store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        StorageTool.execute(arguments, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    void start() {
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties(), false), Time.SYSTEM);
        server.startup();
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    void create(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address(plain)))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    /** All that is in the topic, as its own consumer reads it. */
    List<ConsumerRecord<String, String>> records() {
        Map<String, Object> settings = Map.of("bootstrap.servers", address(plain), "enable.auto.commit", false);
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(TOPIC, number))
                .toList();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
