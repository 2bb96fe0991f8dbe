package io.hookstream.delivery.destination.rabbitmq;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A RabbitMQ server of this machine's package, in processes of its own: with its own data, ports, cookie and port mapper,
 * and the management plugin. Tests that need one are skipped where there is none.
 */
public final class RabbitmqServer implements AutoCloseable {

    public static final String USER = "hookstream";
    public static final String PASSWORD = "canary-credential";

    private static final Duration START = Duration.ofSeconds(120);

    /** Debian and others put the scripts that change the user before those on the path; these are what they call. */
    private static final List<String> SCRIPTS = List.of(
            "/usr/lib/rabbitmq/bin/rabbitmq-server",
            "/usr/local/sbin/rabbitmq-server",
            "/opt/rabbitmq/sbin/rabbitmq-server");

    private final Path directory;
    private final int mapperPort = freePort();
    private final int distributionPort = freePort();
    private final Process mapper;
    private Process server;

    public final int port = freePort();
    public final int apiPort = freePort();
    public final int tlsPort = freePort();

    public RabbitmqServer() {
        Assumptions.assumeTrue(script() != null, "skipped: there is no RabbitMQ server here (package rabbitmq-server)");
        try {
            directory = Files.createTempDirectory("hookstream-rabbitmq");
            mapper = started("epmd", "epmd", "-port", Integer.toString(mapperPort), "-address", "127.0.0.1");
            certify();
            start();
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException("RabbitMQ cannot be started", e);
        }
    }

    private static Path script() {
        return SCRIPTS.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts it, with the data that it had. */
    public void start() {
        try {
            Files.writeString(directory.resolve("plugins"), "[rabbitmq_management].\n");
            Files.write(
                    directory.resolve("rabbitmq.conf"),
                    List.of(
                            "listeners.ssl.default = 127.0.0.1:" + tlsPort,
                            "ssl_options.certfile = " + certificate(),
                            "ssl_options.keyfile = " + directory.resolve("key.pem"),
                            "collect_statistics_interval = 1000",
                            "management.tcp.ip = 127.0.0.1",
                            "management.tcp.port = " + apiPort,
                            "default_user = " + USER,
                            "default_pass = " + PASSWORD));
            server = started("rabbitmq", script().toString());
        } catch (IOException e) {
            throw new IllegalStateException("RabbitMQ cannot be started", e);
        }
        await("RabbitMQ starts, see " + directory)
                .atMost(START)
                .until(() ->
                        !server.isAlive() || Files.readString(log("rabbitmq")).contains("Server startup complete"));
        if (!server.isAlive()) {
            throw new IllegalStateException("RabbitMQ ended: " + logged());
        }
    }

    private Process started(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", directory.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", "hookstream-" + port + "@localhost");
        environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("RABBITMQ_MNESIA_BASE", directory.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", directory.resolve("log").toString());
        environment.put("RABBITMQ_LOGS", "-");
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString());
        environment.put(
                "RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE",
                directory.resolve("none.config").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", directory.resolve("none.conf").toString());
        environment.put("RABBITMQ_PID_FILE", directory.resolve("pid").toString());
        return builder.start();
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private String logged() {
        try {
            return Files.readString(log("rabbitmq"));
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** Its own, made out for localhost alone. */
    Path certificate() {
        return directory.resolve("certificate.pem");
    }

    private void certify() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("server.p12");
        char[] password = "changeit".toCharArray();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -keyalg RSA -alias server -dname CN=localhost -ext san=dns:localhost"
                + " -storetype PKCS12 -storepass changeit -keystore";
        List<String> command = new ArrayList<>(List.of(keytool));
        command.addAll(List.of(arguments.split(" ")));
        command.add(store.toString());
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log("keytool").toFile())
                .start()
                .waitFor();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        Base64.Encoder base64 = Base64.getMimeEncoder();
        Files.writeString(
                certificate(),
                pem(
                        "CERTIFICATE",
                        base64.encodeToString(keys.getCertificate("server").getEncoded())));
        Files.writeString(
                directory.resolve("key.pem"),
                pem(
                        "PRIVATE KEY",
                        base64.encodeToString(keys.getKey("server", password).getEncoded())));
    }

    private static String pem(String what, String base64) {
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    /** Has the server's own program for administrators do something. */
    void control(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(script().resolveSibling("rabbitmqctl").toString()));
        command.addAll(List.of(arguments));
        try {
            int status = started("rabbitmqctl", command.toArray(String[]::new)).waitFor();
            if (status != 0) {
                throw new IllegalStateException(Files.readString(log("rabbitmqctl")));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "amqp://127.0.0.1:" + port;
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + apiPort;
    }

    /** Something to be done with the broker by its own client. */
    public interface Task<T> {
        T with(Channel channel) throws Exception;
    }

    public <T> T ask(Task<T> task) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setUsername(USER);
        factory.setPassword(PASSWORD);
        factory.setAutomaticRecoveryEnabled(false);
        try (Connection connection = factory.newConnection("test")) {
            return task.with(connection.createChannel());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A queue that is bound to a direct exchange of its own. */
    public void declare(String exchange, String queue, String key, Map<String, Object> arguments) {
        ask(channel -> {
            channel.exchangeDeclare(exchange, "direct", true);
            channel.queueDeclare(queue, true, false, false, arguments);
            return channel.queueBind(queue, exchange, key);
        });
    }

    /** Takes the oldest message of a queue. */
    public Optional<GetResponse> take(String queue) {
        return ask(channel -> Optional.ofNullable(channel.basicGet(queue, true)));
    }

    public List<String> takeAll(String queue) {
        return ask(channel -> {
            List<String> all = new ArrayList<>();
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                all.add(new String(next.getBody(), StandardCharsets.UTF_8));
            }
            return all;
        });
    }

    /** Ends the server as its administrator would; its data stays. */
    public void stop() {
        server.destroy();
        await("RabbitMQ stops").atMost(START).until(() -> !server.isAlive());
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill(server);
        kill(mapper);
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // the machine cleans its temporary files itself
        }
    }
}
