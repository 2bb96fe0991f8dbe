package io.hookstream.api;

import io.hookstream.messages.ProcessingLag;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The whole gateway on a port of its own, shared by all tests; only who answers its commands and queries is a stub. */
public final class Gateway {

    public static final Tenant TENANT = new Tenant("org_1", "env_1");
    public static final int MAX_PAYLOAD = 64 * 1024;

    /** Longer than a test may take, but for the wait until a change is visible. */
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(3);

    private static final Map<String, ApiKeyView> KEYS = List.of("read", "write", "ingest", "admin").stream()
            .collect(Collectors.toUnmodifiableMap(
                    scope -> hash(scope), scope -> new ApiKeyView("key_" + scope, TENANT, List.of(scope))));

    private static @Nullable Gateway instance;

    public final StubBus bus = new StubBus();
    public final StubPayloads payloads = new StubPayloads();
    public final StubSessions sessions = new StubSessions();
    public final StubUsage usage = new StubUsage();
    public final StubIdempotency idempotency = new StubIdempotency();

    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = ReactiveUserDetailsServiceAutoConfiguration.class)
    @Import(ApiGatewayConfiguration.class)
    static class Program {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        ProcessingLag processingLag() {
            return () -> 0;
        }

        @Bean
        SecretCipher cipher() {
            return new StubCipher();
        }
    }

    private Gateway(String... settings) {
        context = new SpringApplicationBuilder(Program.class)
                .web(WebApplicationType.REACTIVE)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "hookstream.gateway.max-payload=" + MAX_PAYLOAD + "B",
                        "hookstream.gateway.visible-within=" + VISIBLE_WITHIN.toMillis() + "ms")
                .initializers(c -> {
                    c.getBeanFactory().registerSingleton("commandGateway", bus.commands());
                    c.getBeanFactory().registerSingleton("queryGateway", bus.queries());
                    c.getBeanFactory().registerSingleton("payloadStore", payloads);
                    c.getBeanFactory().registerSingleton("sessionStore", sessions);
                    c.getBeanFactory().registerSingleton("apiKeyUsage", usage);
                    c.getBeanFactory().registerSingleton("idempotencyStore", idempotency);
                })
                .properties(settings)
                .run();
    }

    /** One of its own, with other settings than the shared one; to stop it would take Netty from that one too. */
    public static Gateway of(String... settings) {
        return new Gateway(settings).reset();
    }

    /** With nobody on the bus but the keys {@code read}, {@code write}, {@code ingest}, {@code admin} and {@code all}. */
    public static synchronized Gateway fresh() {
        if (instance == null) {
            instance = new Gateway();
        }
        return instance.reset();
    }

    private Gateway reset() {
        bus.reset();
        payloads.reset();
        sessions.sessions.clear();
        idempotency.reset();
        configurationIs(true, false);
        bus.query(FindApiKey.class, ApiKeyView.class, query -> {
            ApiKeyView all = new ApiKeyView("key_all", TENANT, List.of("read", "write", "ingest", "admin"));
            return query.hash().equals(hash("all")) ? all : KEYS.get(query.hash());
        });
        return this;
    }

    /** What the read models say of the one that holds sources and keys. */
    public void configurationIs(boolean running, boolean replaying) {
        configurationIs(running, replaying, 0);
    }

    public void configurationIs(boolean running, boolean replaying, long deadLetters) {
        ProjectionStatus status = new ProjectionStatus(
                ProjectionQuery.CONFIGURATION, running, running ? 1 : 0, 1, 0, 0, replaying, deadLetters, null);
        bus.query(ListProjections.class, Projections.class, query -> new Projections(List.of(status)));
    }

    /** Shows a key that may do everything. */
    public WebTestClient client() {
        return with("all");
    }

    public WebTestClient with(String key) {
        return anonymous()
                .mutate()
                .defaultHeader("X-API-Key", key)
                .defaultHeader("Content-Type", "application/json")
                .build();
    }

    public WebTestClient anonymous() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port())
                .responseTimeout(Duration.ofSeconds(20))
                .filter(Gateway::readToTheEnd)
                .build();
    }

    /** A test that looks at the status only would leave the rest in Netty's memory. */
    private static Mono<ClientResponse> readToTheEnd(ClientRequest request, ExchangeFunction next) {
        return next.exchange(request)
                .flatMap(response -> response.bodyToMono(byte[].class)
                        .defaultIfEmpty(new byte[0])
                        .map(body -> response.mutate()
                                .body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
                                .build()));
    }

    public int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    public <B> B bean(Class<B> type) {
        return context.getBean(type);
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
