package io.hookstream.delivery.destination.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.KafkaConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own protocol, against Apache Kafka. */
class KafkaSenderIT extends SenderContract {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NAME = "broker.internal";

    @TempDir
    static Path directory;

    private static KafkaBroker broker;
    private static ServerSocket lured;
    private static ServerSocket named;
    private static GuardedHttp http;
    private static KafkaSender sender;
    private static KafkaSender guarded;

    /** May reach 127.0.0.1, and nothing else that is private. */
    private static KafkaSender oneAddress;

    @BeforeAll
    static void start() throws IOException {
        lured = elsewhere();
        named = elsewhere();
        broker = new KafkaBroker(directory, "127.0.0.2:" + lured.getLocalPort(), NAME + ":" + named.getLocalPort());
        http = new GuardedHttp(new EgressGuard(List.of(), true));
        sender = sender(new EgressGuard(List.of(), true));
        guarded = sender(new EgressGuard(List.of(), false));
        oneAddress = sender(new EgressGuard(List.of("127.0.0.1/32"), false));
    }

    private static KafkaSender sender(EgressGuard guard) {
        return new KafkaSender(guard, http, OutboundBuilder.PLAIN, Clock.systemUTC(), KafkaSenderIT::resolve);
    }

    private static InetAddress[] resolve(String name) throws UnknownHostException {
        return name.equals(NAME)
                ? new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 2})}
                : InetAddress.getAllByName(name);
    }

    @AfterAll
    static void stop() throws IOException {
        sender.close();
        guarded.close();
        oneAddress.close();
        http.close();
        broker.close();
        lured.close();
        named.close();
    }

    private static KafkaConfig plain(int port, String topic, int timeout) {
        return new KafkaConfig(
                        KafkaBroker.address(port), null, topic, null, null, "order.id", null, null, null, timeout)
                .checked();
    }

    private static KafkaConfig sasl(String password) {
        return sasl(broker.sasl, password, "sasl_plaintext", null);
    }

    private static KafkaConfig sasl(int port, String password, String security, String certificate) {
        return new KafkaConfig(
                        KafkaBroker.address(port),
                        null,
                        KafkaBroker.TOPIC,
                        KafkaBroker.USER,
                        OutboundBuilder.PLAIN.encrypt(password),
                        null,
                        null,
                        security,
                        certificate,
                        20)
                .checked();
    }

    @Override
    protected Sender sender() {
        return sender;
    }

    @Override
    protected Sender guarded() {
        return guarded;
    }

    @Override
    protected DestinationConfig working() {
        return sasl(KafkaBroker.PASSWORD);
    }

    @Override
    protected DestinationConfig refusing() {
        return plain(broker.plain, "nobody-made-this", 10);
    }

    @Override
    protected DestinationConfig unauthorized() {
        return sasl("canary-credential that is wrong");
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        String security = tls ? "ssl" : "plaintext";
        return new KafkaConfig(address, null, KafkaBroker.TOPIC, null, null, null, null, security, null, 30).checked();
    }

    @Override
    protected boolean overHttp() {
        return false;
    }

    @Override
    protected List<String> received() {
        return broker.records().stream().map(ConsumerRecord::value).toList();
    }

    @Override
    protected int tooLarge() {
        return Producers.MAX_BYTES;
    }

    private static long version = 100;

    /** A producer of its own for each. */
    private static AttemptResult send(Sender by, KafkaConfig config, String body) {
        return by.send(new OutboundBuilder(config)
                        .version(version++)
                        .contentType("application/json")
                        .body(Body.of(body.getBytes(StandardCharsets.UTF_8)))
                        .build())
                .block(LIMIT);
    }

    private static ConsumerRecord<String, String> stored(String body) {
        return broker.records().stream()
                .filter(record -> record.value().equals(body))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRecordHasAKeyAndHeaders() {
        String body = "{\"order\":{\"id\":4711}}";

        AttemptResult result = send(sender, plain(broker.plain, KafkaBroker.TOPIC, 20), body);

        ConsumerRecord<String, String> stored = stored(body);
        assertThat(stored.key()).isEqualTo("4711");
        Map<String, String> headers = new TreeMap<>();
        stored.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(headers)
                .isEqualTo(Map.of(
                        "hookstream-event-id", "evt_1",
                        "hookstream-destination-id", "dst_1",
                        "hookstream-delivery-attempt", "3",
                        "content-type", "application/json"));
        assertThat(result.requestHeaders()).isEqualTo(headers);
        assertThat(result.statusCode()).isNull();
        assertThat(result.responseBody())
                .isEqualTo("{\"topic\":\"events\",\"partition\":%d,\"offset\":%d}"
                        .formatted(stored.partition(), stored.offset()));
    }

    @Test
    void whatHasNothingAtThePathHasNoKey() {
        String body = "{\"order\":[]}";
        assertThat(send(sender, plain(broker.plain, KafkaBroker.TOPIC, 20), body)
                        .success())
                .isTrue();
        assertThat(stored(body).key()).isNull();
    }

    /** A server at another private address; connections wait until they are accepted, so that none is missed. */
    private static ServerSocket elsewhere() throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        socket.setSoTimeout(50);
        return socket;
    }

    @Test
    void aPrivateAddressThatABrokerAdvertisesIsNotConnectedTo() throws IOException {
        isNotConnectedTo(lured, broker.luring);
    }

    @Test
    void aNameThatABrokerAdvertisesIsNotConnectedToIfItsAddressIsPrivate() throws IOException {
        isNotConnectedTo(named, broker.naming);
    }

    private static void isNotConnectedTo(ServerSocket elsewhere, int port) throws IOException {
        AttemptResult result = send(oneAddress, plain(port, KafkaBroker.TOPIC, 8), "{}");

        assertThat(result.errorType()).isEqualTo(ErrorType.BLOCKED_ADDRESS);
        assertThat(result.errorMessage()).contains("127.0.0.2");
        assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);

        // Where it may be reached, it is: so it was the guard that kept the other one from it.
        assertThat(send(sender, plain(port, KafkaBroker.TOPIC, 3), "{}").errorType())
                .isEqualTo(ErrorType.TIMEOUT);
        elsewhere.accept().close();
    }

    @Test
    void credentialsGoOverTlsUnlessToldOtherwise() {
        String body = "{\"over\":\"tls\"}";
        AttemptResult result = send(sender, sasl(broker.tls, KafkaBroker.PASSWORD, null, broker.certificate), body);
        assertThat(result.errorMessage()).isNull();
        assertThat(stored(body).key()).isNull();
    }

    @Test
    void aCertificateThatNobodyTrustsIsATlsError() {
        AttemptResult result = send(sender, sasl(broker.tls, KafkaBroker.PASSWORD, null, null), "{}");
        assertThat(result.errorType()).isEqualTo(ErrorType.TLS_ERROR);
    }

    @Test
    void aMissingTopicIsNamed() {
        assertThat(send(sender, plain(broker.plain, "nobody-made-this", 10), "{}")
                        .errorMessage())
                .contains("nobody-made-this")
                .contains("does not exist");
    }
}
