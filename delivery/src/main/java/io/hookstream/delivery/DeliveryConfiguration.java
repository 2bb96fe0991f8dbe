package io.hookstream.delivery;

import io.hookstream.delivery.connection.DashjoinTransformEngine;
import io.hookstream.delivery.connection.TransformEngine;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.HttpSender;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.Senders;
import io.hookstream.delivery.destination.aws.Aws;
import io.hookstream.delivery.destination.aws.EventBridgeSender;
import io.hookstream.delivery.destination.aws.S3Sender;
import io.hookstream.delivery.destination.aws.SqsSender;
import io.hookstream.delivery.destination.kafka.KafkaSender;
import io.hookstream.delivery.destination.pubsub.PubSubSender;
import io.hookstream.delivery.destination.rabbitmq.RabbitmqSender;
import io.hookstream.delivery.destination.websocket.WebSocketSender;
import io.hookstream.messages.SecretCipher;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the delivery role on. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({DeliveryProperties.class, DeliveryConfiguration.Egress.class})
public class DeliveryConfiguration {

    /** @param allow CIDR ranges that may be reached although they are not public */
    @ConfigurationProperties("hookstream.egress")
    record Egress(@DefaultValue List<String> allow) {}

    /** A server that only this machine can reach may reach this machine. */
    @Bean
    EgressGuard egressGuard(Egress egress, @Value("${server.address:0.0.0.0}") InetAddress boundTo) {
        return new EgressGuard(egress.allow(), boundTo.isLoopbackAddress());
    }

    @Bean
    GuardedHttp guardedHttp(EgressGuard guard) {
        return new GuardedHttp(guard);
    }

    @Bean
    HttpSender httpSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        return new HttpSender(http, cipher, clock);
    }

    /** @param defaultCredentials whether any destination without keys may send as this machine */
    @Bean
    Aws aws(
            GuardedHttp http,
            SecretCipher cipher,
            Clock clock,
            @Value("${hookstream.aws.default-credentials:false}") boolean defaultCredentials) {
        return new Aws(http, cipher, clock, defaultCredentials);
    }

    @Bean
    SqsSender sqsSender(Aws aws) {
        return new SqsSender(aws);
    }

    @Bean
    S3Sender s3Sender(Aws aws) {
        return new S3Sender(aws);
    }

    @Bean
    EventBridgeSender eventBridgeSender(Aws aws) {
        return new EventBridgeSender(aws);
    }

    @Bean
    KafkaSender kafkaSender(EgressGuard guard, GuardedHttp http, SecretCipher cipher, Clock clock) {
        return new KafkaSender(guard, http, cipher, clock);
    }

    @Bean
    RabbitmqSender rabbitmqSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        return new RabbitmqSender(http, cipher, clock);
    }

    @Bean
    PubSubSender pubSubSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        return new PubSubSender(http, cipher, clock);
    }

    @Bean
    WebSocketSender webSocketSender(QueryGateway queries, Clock clock) {
        return new WebSocketSender(queries, clock);
    }

    @Bean
    Senders senders(List<Sender> senders) {
        return new Senders(senders);
    }

    @Bean
    TransformEngine transformEngine() {
        return new DashjoinTransformEngine();
    }
}
