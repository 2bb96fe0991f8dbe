package io.hookstream.bench.destination;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.hookstream.bench.program.Api;
import io.hookstream.bench.program.Ports;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import io.hookstream.bench.sink.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A RabbitMQ server of this machine's package, with its own data, ports, cookie and port mapper, and a consumer. */
final class RabbitmqBroker implements Kind {
    private static final String USER = "bench";
    private static final String PASSWORD = "secret";
    private static final String QUEUE = "events";
    private static final long STARTED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Debian and others put the scripts that change the user before those on the path; these are what they call. */
    private static final List<String> SCRIPTS = List.of(
            "/usr/lib/rabbitmq/bin/rabbitmq-server",
            "/usr/local/sbin/rabbitmq-server",
            "/opt/rabbitmq/sbin/rabbitmq-server");

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public String type() {
        return "rabbitmq";
    }

    @Override
    public String remark() {
        return "real: RabbitMQ by AMQP, with confirms";
    }

    @Override
    public Optional<String> missing() {
        return script().isPresent() ? Optional.empty() : Optional.of("not installed");
    }

    private static Optional<String> script() {
        return SCRIPTS.stream()
                .filter(script -> Files.isExecutable(Path.of(script)))
                .findFirst();
    }

    @Override
    public Endpoint open(Sink sink, Api api, Path folder) throws IOException, InterruptedException {
        Server server = new Server(folder, Ports.free(), Ports.free(), Ports.free());
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        try {
            server.start();
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static final class Server implements Endpoint {
        private final Path folder;
        private final int port;
        private final int distribution;
        private final int mapper;
        private final Tally tally = new Tally();
        private final List<Process> processes = new CopyOnWriteArrayList<>();

        Server(Path folder, int port, int distribution, int mapper) {
            this.folder = folder;
            this.port = port;
            this.distribution = distribution;
            this.mapper = mapper;
        }

        void start() throws IOException, InterruptedException {
            Files.writeString(folder.resolve("plugins"), "[].\n");
            Files.write(
                    folder.resolve("rabbitmq.conf"), List.of("default_user = " + USER, "default_pass = " + PASSWORD));
            run("epmd", "epmd", "-port", Integer.toString(mapper), "-address", "127.0.0.1");
            Process server = run("rabbitmq", script().orElseThrow());
            Path log = folder.resolve("rabbitmq.log");
            long until = System.nanoTime() + STARTED_WITHIN_NANOS;
            while (!Files.readString(log).contains("Server startup complete")) {
                if (!server.isAlive() || System.nanoTime() > until) {
                    throw new IOException("RabbitMQ does not start: " + Files.readString(log));
                }
                Thread.sleep(200);
            }
            consume();
        }

        private void consume() throws IOException {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(port);
            factory.setUsername(USER);
            factory.setPassword(PASSWORD);
            factory.setAutomaticRecoveryEnabled(false);
            try {
                Connection connection = factory.newConnection("bench");
                Channel channel = connection.createChannel();
                channel.exchangeDeclare(QUEUE, "direct", true);
                channel.queueDeclare(QUEUE, true, false, false, Map.of());
                channel.queueBind(QUEUE, QUEUE, QUEUE);
                channel.basicConsume(QUEUE, true, (tag, message) -> tally.note(message.getBody()), tag -> {});
            } catch (TimeoutException e) {
                throw new IOException("RabbitMQ does not answer", e);
            }
        }

        private Process run(String name, String... command) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile());
            Map<String, String> environment = builder.environment();
            environment.put("HOME", folder.toString());
            environment.put("ERL_EPMD_PORT", Integer.toString(mapper));
            environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
            environment.put("RABBITMQ_NODENAME", "bench-" + port + "@localhost");
            environment.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
            environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
            environment.put("RABBITMQ_DIST_PORT", Integer.toString(distribution));
            environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
            environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
            environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
            environment.put("RABBITMQ_LOGS", "-");
            environment.put(
                    "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
            environment.put(
                    "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
            environment.put(
                    "RABBITMQ_ADVANCED_CONFIG_FILE",
                    folder.resolve("none.config").toString());
            environment.put(
                    "RABBITMQ_CONF_ENV_FILE", folder.resolve("none.conf").toString());
            environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
            Process process = builder.start();
            processes.add(process);
            return process;
        }

        @Override
        public Map<String, ?> config() {
            return Map.of(
                    "url",
                    "amqp://127.0.0.1:" + port,
                    "exchange",
                    QUEUE,
                    "routing_key",
                    QUEUE,
                    "username",
                    USER,
                    "password",
                    PASSWORD);
        }

        @Override
        public Receiver receiver() {
            return tally;
        }

        private void kill() {
            for (Process process : processes) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }

        @Override
        public void close() {
            kill();
            processes.forEach(process -> process.onExit().join());
        }
    }
}
