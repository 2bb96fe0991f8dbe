package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the sender connects to, and what it says when it does not. */
class HttpSenderEgressTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final EgressGuard STRICT = new EgressGuard(List.of(), false);
    private static final EgressGuard LOCAL = new EgressGuard(List.of(), true);

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "[64:ff9b::7f00:1]"})
    void blocksLoopbackHoweverItIsWritten(String host) throws Exception {
        try (StubServer server = StubServer.answering(OK);
                OwnHttpSender sender = new OwnHttpSender(STRICT, Clock.systemUTC())) {
            AttemptResult result = send(sender, "http://" + host + ":" + server.port() + "/");
            assertThat(result.errorType()).isEqualTo("blocked_address");
            assertThat(result.errorMessage()).contains("must not be reached");
            assertThat(server.connections).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void reachesLoopbackIfAllowed(String host) throws Exception {
        try (StubServer server = StubServer.answering(OK);
                OwnHttpSender sender = new OwnHttpSender(LOCAL, Clock.systemUTC())) {
            assertThat(send(sender, "http://" + host + ":" + server.port() + "/")
                            .success())
                    .isTrue();
        }
    }

    @Test
    void connectsToTheAddressThatWasChecked() throws Exception {
        Answers answers = new Answers();
        try (StubServer server =
                        StubServer.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                OwnHttpSender sender =
                        new OwnHttpSender(new EgressGuard(List.of("127.0.0.1"), false), Clock.systemUTC(), answers)) {
            answers.then("127.0.0.1").then("127.0.0.2");
            String url = "http://rebinding.example:" + server.port() + "/";

            assertThat(send(sender, url).success()).isTrue();
            assertThat(server.requests.getFirst().values("Host")).containsExactly("rebinding.example:" + server.port());

            assertThat(send(sender, url).errorType()).isEqualTo("blocked_address");
            assertThat(server.connections).hasSize(1);
            assertThat(answers.left()).isZero();
        }
    }

    @Test
    void skipsTheBlockedAddressesOfAHost() throws Exception {
        Answers answers = new Answers();
        try (StubServer server = StubServer.answering(OK);
                OwnHttpSender sender =
                        new OwnHttpSender(new EgressGuard(List.of("127.0.0.1"), false), Clock.systemUTC(), answers)) {
            answers.then("10.0.0.1", "127.0.0.1");
            assertThat(send(sender, "http://two.example:" + server.port() + "/").success())
                    .isTrue();
        }
    }

    @Test
    void reportsAHostThatDoesNotExist() {
        try (OwnHttpSender sender = new OwnHttpSender(STRICT, Clock.systemUTC(), new Answers())) {
            AttemptResult result = send(sender, "http://nowhere.invalid/");
            assertThat(result.errorType()).isEqualTo("dns_error");
            assertThat(result.errorMessage()).contains("nowhere.invalid");
        }
    }

    @Test
    void asksARealResolverForAHostThatDoesNotExist() {
        try (OwnHttpSender sender = new OwnHttpSender(STRICT, Clock.systemUTC())) {
            assertThat(send(sender, "http://nowhere.invalid/").errorType()).isIn("dns_error", "timeout");
        }
    }

    @Test
    void reportsAServerThatSpeaksNoTls() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
                    int first = socket.getInputStream().read();
                    socket.getOutputStream()
                            .write(("HTTP/1.1 400 " + first + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    self.awaitClose();
                });
                OwnHttpSender sender = new OwnHttpSender(LOCAL, Clock.systemUTC())) {
            assertThat(send(sender, "https://127.0.0.1:" + server.port() + "/").errorType())
                    .isEqualTo("tls_error");
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor(@TempDir Path directory) throws Exception {
        try (SSLServerSocket listener = selfSigned(directory);
                OwnHttpSender sender = new OwnHttpSender(LOCAL, Clock.systemUTC())) {
            Thread.ofVirtual().start(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.startHandshake();
                } catch (IOException e) {
                    // the client is meant to refuse
                }
            });
            AttemptResult result = send(sender, "https://localhost:" + listener.getLocalPort() + "/");
            assertThat(result.errorType()).isEqualTo("tls_error");
        }
    }

    private static SSLServerSocket selfSigned(Path directory) throws Exception {
        Path file = directory.resolve("server.p12");
        String password = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    private static AttemptResult send(OwnHttpSender sender, String url) {
        AttemptResult result =
                sender.send(new OutboundBuilder(STRICT.parse(url)).build()).block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    /** A resolver that gives each answer once, and then knows no host. */
    private static final class Answers extends AddressResolverGroup<InetSocketAddress> {

        private final Deque<List<String>> answers = new ArrayDeque<>();

        synchronized Answers then(String... addresses) {
            answers.add(List.of(addresses));
            return this;
        }

        synchronized int left() {
            return answers.size();
        }

        private synchronized List<String> next() {
            return answers.isEmpty() ? List.of() : answers.remove();
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) {
                    promise.setFailure(new UnsupportedOperationException());
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws Exception {
                    List<String> next = next();
                    if (next.isEmpty()) {
                        promise.setFailure(new UnknownHostException(name));
                        return;
                    }
                    InetAddress[] found = new InetAddress[next.size()];
                    for (int i = 0; i < found.length; i++) {
                        found[i] = InetAddress.getByName(next.get(i));
                    }
                    promise.setSuccess(Arrays.asList(found));
                }
            }.asAddressResolver();
        }
    }
}
