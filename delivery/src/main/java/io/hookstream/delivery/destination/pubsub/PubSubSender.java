package io.hookstream.delivery.destination.pubsub;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Attempts;
import io.hookstream.delivery.destination.Clients;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.PubSubConfig;
import java.time.Clock;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Publishes events to topics of Google Cloud Pub/Sub, over REST. */
public final class PubSubSender implements Sender, AutoCloseable {

    private final GuardedHttp http;
    private final Clock clock;
    private final Clients<Topic> topics;

    public PubSubSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        this.clock = clock;
        topics = new Clients<>(
                target -> new Topic(target.config(PubSubConfig.class), http, cipher, clock), unused -> {});
    }

    @Override
    public DestinationType type() {
        return DestinationType.PUBSUB;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        return Attempts.make(clock, outbound, PubSubMessage.attributes(outbound), () -> publish(outbound));
    }

    private Mono<Answer> publish(Outbound outbound) {
        PubSubMessage.checkSize(outbound);
        PubSubConfig config = outbound.target().config(PubSubConfig.class);
        return topics.use(
                outbound.target(),
                topic -> outbound.body()
                        .whole()
                        .map(body -> PubSubMessage.request(outbound, config, body))
                        .flatMap(topic::publish));
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        PubSubMessage.checkSize(outbound);
        String url = http.parse(Topic.url(outbound.target().config(PubSubConfig.class)))
                .toString();
        return new Sketch("publish", url, Map.copyOf(PubSubMessage.attributes(outbound)));
    }

    @Override
    public void close() {
        topics.close();
    }
}
