package io.hookstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Json;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Mono;

/**
 * At the first start, makes an organization, an environment and an API key, and writes them down for whoever installs
 * this. The file is written first and the commands may be repeated, so a start that was cut off ends up the same.
 */
@ConditionalOnExpression("'${hookstream.roles:all}'.matches('.*(all|gateway).*')")
class Bootstrap {

    private static final String FILE = "bootstrap.json";
    private static final int KEY_BYTES = 32;
    private static final int HINT = 4;
    private static final long LIMIT_SECONDS = 30;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final HookstreamProperties properties;
    private final CommandGateway commands;
    private final QueryGateway queries;
    private final Clock clock;
    private final Environment environment;

    Bootstrap(
            HookstreamProperties properties,
            CommandGateway commands,
            QueryGateway queries,
            Clock clock,
            Environment environment) {
        this.properties = properties;
        this.commands = commands;
        this.queries = queries;
        this.clock = clock;
        this.environment = environment;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException {
        String url = url(event);
        Path file = properties.data().resolve(FILE);
        boolean first = !Files.exists(file);
        if (first) {
            PrivateFile.write(
                    file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(create(url)));
        }
        JsonNode bootstrap = Json.mapper().readTree(file.toFile());
        register(bootstrap);
        System.out.println("hookstream is ready at " + url);
        if (first) {
            System.out.println("Your API key, also in " + file + ": "
                    + bootstrap.path("api_key").asText());
        }
    }

    private ObjectNode create(String url) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        long now = clock.millis();
        return Json.mapper()
                .createObjectNode()
                .put("organization_id", Ids.create("org", now))
                .put("environment_id", Ids.create("env", now))
                .put("api_key_id", Ids.create("key", now))
                .put("api_key", "hs_live_" + HexFormat.of().formatHex(key))
                .put("url", url);
    }

    private void register(JsonNode bootstrap) {
        Tenant tenant = new Tenant(
                bootstrap.path("organization_id").asText(),
                bootstrap.path("environment_id").asText());
        String key = bootstrap.path("api_key").asText();
        commands.sendAndWait(
                new CreateOrganization(tenant.organizationId(), "Default", tenant.environmentId()),
                LIMIT_SECONDS,
                TimeUnit.SECONDS);
        ApiKeySettings settings = new ApiKeySettings("bootstrap", hash(key), key.substring(key.length() - HINT), null);
        commands.sendAndWait(
                new CreateApiKey(bootstrap.path("api_key_id").asText(), tenant, settings),
                LIMIT_SECONDS,
                TimeUnit.SECONDS);
        awaitVisible(settings.hash());
    }

    /** Whoever reads the key may use it at once. */
    private void awaitVisible(String hash) {
        Mono.fromFuture(() -> queries.query(new FindApiKey(hash), ApiKeyView.class))
                .repeatWhenEmpty(empty -> empty.delayElements(LOOK_EVERY))
                .block(Duration.ofSeconds(LIMIT_SECONDS));
    }

    private String url(ApplicationReadyEvent event) {
        String host = environment.getProperty("server.address", "127.0.0.1");
        int port =
                event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null
                        ? web.getWebServer().getPort()
                        : 0;
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
