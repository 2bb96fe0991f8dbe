package io.hookstream.bench.destination;

import io.hookstream.bench.sink.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All ways to deliver, of all eight types. */
public final class Kinds {
    private static final Map<String, String> AWS =
            Map.of("region", "us-east-1", "access_key_id", "AKIAIOSFODNN7EXAMPLE", "secret_access_key", "secret");

    private static final List<Kind> ALL = List.of(
            new Stub("http", "http", "real: an HTTP server", Dialect.HTTP, url -> Map.of("url", url)),
            new Stub(
                    "sqs",
                    "sqs",
                    "stub: digests as SQS answers them",
                    Dialect.SQS,
                    url -> aws(url, Map.of("queue_url", url + "/123456789012/events"))),
            new Stub(
                    "s3",
                    "s3",
                    "stub: stores nothing",
                    Dialect.S3,
                    url -> aws(url, Map.of("bucket", "events", "prefix", "webhooks/"))),
            new Stub(
                    "eventbridge",
                    "eventbridge",
                    "stub: takes all entries",
                    Dialect.EVENTBRIDGE,
                    url -> aws(
                            url,
                            Map.of("event_bus_arn", "default", "source", "hookstream", "detail_type", "WebhookEvent"))),
            new Stub(
                    "pubsub",
                    "pubsub",
                    "stub: as the emulator, without a service account",
                    Dialect.PUBSUB,
                    url -> Map.of("project_id", "bench-project", "topic_id", "events", "endpoint", url)),
            new KafkaBroker(),
            new Stub(
                    "kafka, REST",
                    "kafka",
                    "stub: takes all records",
                    Dialect.KAFKA_REST,
                    url -> Map.of(
                            "bootstrap_servers",
                            "127.0.0.1:9092",
                            "cluster_id",
                            "bench",
                            "topic",
                            "events",
                            "api_key",
                            "bench",
                            "api_secret",
                            "secret",
                            "endpoint",
                            url)),
            new RabbitmqBroker(),
            new Stub(
                    "rabbitmq, management API",
                    "rabbitmq",
                    "stub: routes all messages",
                    Dialect.RABBITMQ,
                    url -> Map.of(
                            "url",
                            url,
                            "exchange",
                            "events",
                            "routing_key",
                            "events",
                            "username",
                            "bench",
                            "password",
                            "secret")),
            new WebSocketSubscriber());

    private Kinds() {}

    public static List<Kind> all() {
        return ALL;
    }

    private static Map<String, ?> aws(String url, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(AWS);
        config.put("endpoint", url);
        config.putAll(more);
        return config;
    }
}
