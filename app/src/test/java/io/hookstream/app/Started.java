package io.hookstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole program in this JVM, on a port and a data folder of its own. */
final class Started implements AutoCloseable {

    private final Path data;
    private final ConfigurableApplicationContext context;

    private Started(Path data, ConfigurableApplicationContext context) {
        this.data = data;
        this.context = context;
    }

    /** @param settings such as {@code hookstream.roles=gateway} */
    static Started on(Path data, String... settings) {
        List<String> arguments = arguments(data);
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        return start(data, HookstreamApplication.application(), arguments);
    }

    /** @param beans that only the test has */
    static Started with(Path data, Class<?>... beans) {
        return with(data, List.of(), beans);
    }

    static Started with(Path data, List<String> settings, Class<?>... beans) {
        SpringApplication application = HookstreamApplication.application();
        application.addPrimarySources(List.of(beans));
        List<String> arguments = arguments(data);
        settings.forEach(setting -> arguments.add("--" + setting));
        return start(data, application, arguments);
    }

    private static Started start(Path data, SpringApplication application, List<String> arguments) {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        return new Started(data, application.run(arguments.toArray(String[]::new)));
    }

    private static List<String> arguments(Path data) {
        return new ArrayList<>(List.of("--server.port=0", "--hookstream.data=" + data));
    }

    /** With the key of the bootstrap, if this process made one. */
    WebTestClient client() {
        WebTestClient.Builder client = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 * 1024 * 1024))
                .defaultHeader("Content-Type", "application/json")
                .responseTimeout(Duration.ofSeconds(20));
        if (data.resolve("bootstrap.json").toFile().exists()) {
            client.defaultHeader("X-API-Key", bootstrap().path("api_key").asText());
        }
        return client.build();
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    JsonNode bootstrap() {
        try {
            return Json.mapper().readTree(data.resolve("bootstrap.json").toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    <B> boolean has(Class<B> type) {
        return context.getBeanProvider(type).getIfAvailable() != null;
    }

    <B> B bean(Class<B> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
