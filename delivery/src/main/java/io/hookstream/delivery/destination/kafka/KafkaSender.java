package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Attempts;
import io.hookstream.delivery.destination.Clients;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.KafkaConfig;
import java.net.InetAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.HostResolver;
import org.apache.kafka.clients.producer.RecordMetadata;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Produces events to topics of Kafka. */
public final class KafkaSender implements Sender, AutoCloseable {

    private final RestProduce rest;
    private final Clients<NativeClient> clients;
    private final Clock clock;

    /** Kafka's producer blocks until it knows the topic's brokers. How many may wait for one destination is bounded. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("hookstream-kafka-", 0).factory());

    private final Scheduler reading = Schedulers.fromExecutorService(threads);

    public KafkaSender(EgressGuard guard, GuardedHttp http, SecretCipher cipher, Clock clock) {
        this(guard, http, cipher, clock, InetAddress::getAllByName);
    }

    KafkaSender(EgressGuard guard, GuardedHttp http, SecretCipher cipher, Clock clock, HostResolver names) {
        this.clock = clock;
        rest = new RestProduce(http, cipher);
        Producers producers = new Producers(guard, names, cipher);
        clients = new Clients<>(
                target -> new NativeClient(target.config(KafkaConfig.class), producers, threads), NativeClient::close);
    }

    @Override
    public DestinationType type() {
        return DestinationType.KAFKA;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        return Mono.defer(() -> Attempts.make(
                clock,
                outbound,
                shown(outbound),
                () -> KafkaMessage.of(outbound).subscribeOn(reading).flatMap(message -> produce(outbound, message))));
    }

    private Mono<Answer> produce(Outbound outbound, KafkaMessage message) {
        return message.config().overRest()
                ? rest.produce(message)
                : clients.use(
                        outbound.target(),
                        client -> client.send(message.record()).map(KafkaSender::answer));
    }

    private static Answer answer(RecordMetadata stored) {
        return Answer.of("{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}"
                .formatted(stored.topic(), stored.partition(), stored.offset()));
    }

    private static Map<String, String> shown(Outbound outbound) {
        Map<String, String> headers = new LinkedHashMap<>(KafkaMessage.headers(outbound));
        KafkaConfig config = outbound.target().config(KafkaConfig.class);
        if (config.overRest()) {
            headers.put("Authorization", "Basic " + Secret.MASK);
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        KafkaConfig config = outbound.target().config(KafkaConfig.class);
        return config.overRest()
                ? new Sketch("POST", rest.url(config).toString(), shown(outbound))
                : new Sketch("produce", config.bootstrapServers() + "/" + config.topic(), shown(outbound));
    }

    @Override
    public void close() {
        clients.close();
        threads.shutdown();
    }
}
