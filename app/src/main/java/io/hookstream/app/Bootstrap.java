package io.hookstream.app;

import static io.hookstream.messages.organization.Environment.LIVE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.app.Roles.Role;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Json;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * At the first start, makes an organization, an environment and an API key, and writes them down for whoever installs
 * this. The file is written first and the commands may be repeated, so a start that was cut off ends up the same.
 */
class Bootstrap {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String URL = "url";
    private static final String FILE = "bootstrap.json";
    private static final Duration LIMIT = Duration.ofSeconds(30);
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
        if (!Roles.of(environment).contains(Role.GATEWAY)) {
            return;
        }
        String url = url(event);
        Path file = properties.data().resolve(FILE);
        boolean first = !Files.exists(file);
        ObjectNode bootstrap = first ? create() : (ObjectNode) Json.mapper().readTree(file.toFile());
        if (!url.equals(bootstrap.path(URL).asText())) {
            bootstrap.put(URL, url);
            PrivateFile.write(
                    file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(bootstrap));
        }
        register(bootstrap);
        announce(url, first ? file : null, bootstrap.path("api_key").asText());
    }

    /** Where lines are for programs, these are too, and a log that is collected is no place for a key. */
    private void announce(String url, @Nullable Path created, String key) {
        boolean structured = StringUtils.hasText(environment.getProperty("logging.structured.format.console"));
        if (structured) {
            log.info("hookstream is ready at {}", url);
        } else {
            System.out.println("hookstream is ready at " + url);
        }
        if (created != null && structured) {
            log.info("The API key is in {}", created);
        } else if (created != null) {
            System.out.println("Your API key, also in " + created + ": " + key);
        }
    }

    private ObjectNode create() {
        long now = clock.millis();
        return Json.mapper()
                .createObjectNode()
                .put("organization_id", Ids.create("org", now))
                .put("environment_id", Ids.create("env", now))
                .put("api_key_id", Ids.create("ak", now))
                .put("api_key", ApiKeySettings.newKey(LIVE));
    }

    private void register(JsonNode bootstrap) {
        Tenant tenant = new Tenant(
                bootstrap.path("organization_id").asText(),
                bootstrap.path("environment_id").asText());
        String key = bootstrap.path("api_key").asText();
        ApiKeySettings settings = ApiKeySettings.of("bootstrap", key, null);
        if (!isPlayed(Role.COMMAND)) {
            log.warn("Nobody carries out commands: the API key is not known until a process with that role has run");
            return;
        }
        send(new CreateOrganization(tenant.organizationId(), "Default", tenant.environmentId(), null));
        String id = bootstrap.path("api_key_id").asText();
        send(new CreateApiKey(id, tenant, settings));
        if (isPlayed(Role.PROJECTION) && isPlayed(Role.QUERY)) {
            awaitVisible(new DescribeApiKey(id, tenant));
        }
    }

    /** By this process, or with an Axon Server perhaps by another. */
    private boolean isPlayed(Role role) {
        return !properties.axonServer().isOff() || Roles.of(environment).contains(role);
    }

    /** Another process that is to handle it may still be starting. */
    private void send(Object command) {
        Mono.fromFuture(() -> commands.send(command))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, LOOK_EVERY)
                        .filter(NoHandlerForCommandException.class::isInstance))
                .block(LIMIT);
    }

    /** Whoever reads the key may use it at once, unless it has been revoked since. */
    private void awaitVisible(DescribeApiKey key) {
        Mono.fromFuture(() -> queries.query(key, ListedApiKey.class))
                .onErrorResume(NoHandlerForQueryException.class, e -> Mono.empty())
                .repeatWhenEmpty(empty -> empty.delayElements(LOOK_EVERY))
                .block(LIMIT);
    }

    private String url(ApplicationReadyEvent event) {
        String address = environment.getProperty("server.address", LOOPBACK);
        // Listening everywhere includes here.
        String host = address.equals("0.0.0.0") || address.equals("::") ? LOOPBACK : address;
        int port =
                event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null
                        ? web.getWebServer().getPort()
                        : 0;
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
