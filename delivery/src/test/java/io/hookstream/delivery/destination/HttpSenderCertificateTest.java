package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.hookstream.messages.destination.ClientCertificate;
import io.hookstream.messages.destination.ClientKey;
import io.hookstream.messages.destination.HttpConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS with the JDK's server, which notes who it was shown. */
class HttpSenderCertificateTest {

    private static final GuardedHttp HTTP = new GuardedHttp(new EgressGuard(List.of(), true));
    private static final HttpSender SENDER = new HttpSender(HTTP, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path directory;

    @TempDir
    private static Path elsewhere;

    private static Certificates certificates;
    private static Certificates others;
    private static HttpsServer server;
    private static HttpsServer misnamed;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(directory)
                .issue("server", "-ext", "san=ip:127.0.0.1")
                .issue("misnamed", "-ext", "san=dns:other.example")
                .issue("one")
                .issue("two")
                .issue("expired", "-startdate", "-3d", "-validity", "1");
        others = new Certificates(elsewhere).issue("stranger");
        server = listen(certificates.server("server"));
        misnamed = listen(certificates.server("misnamed"));
    }

    private static HttpsServer listen(SSLContext context) throws Exception {
        HttpsServer https =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
        https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        https.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            SEEN.add(((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        https.start();
        return https;
    }

    @AfterAll
    static void stop() {
        SENDER.close();
        HTTP.close();
        server.stop(0);
        misnamed.stop(0);
    }

    private static AttemptResult send(HttpsServer to, ClientCertificate auth, long version) {
        HttpConfig config =
                new HttpConfig("https://127.0.0.1:" + to.getAddress().getPort() + "/", "POST", null, null, auth, null);
        AttemptResult result = SENDER.send(new OutboundBuilder(config)
                        .version(version)
                        .timeout(Duration.ofSeconds(10))
                        .build())
                .block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        assertThat(result.toString()).doesNotContain("PRIVATE KEY");
        return result;
    }

    private static ClientCertificate auth(Certificates from, String name, String authority) throws Exception {
        return new ClientCertificate(
                from.certificate(name), ClientKey.encrypted(from.key(name), OutboundBuilder.PLAIN), authority);
    }

    @Test
    void eachDestinationShowsItsOwnCertificate() throws Exception {
        ClientCertificate one = auth(certificates, "one", certificates.certificate("ca"));
        ClientCertificate two = auth(certificates, "two", certificates.certificate("ca"));
        SEEN.clear();

        assertThat(send(server, one, 1).errorMessage()).isNull();
        assertThat(send(server, one, 1).success()).isTrue();
        assertThat(send(server, two, 2).success()).isTrue();

        assertThat(SEEN).containsExactly("CN=one", "CN=one", "CN=two");
    }

    @Test
    void aCertificateOfNobodyKnownIsRefused() throws Exception {
        AttemptResult result = send(server, auth(others, "stranger", certificates.certificate("ca")), 3);
        assertThat(result.success()).isFalse();
        assertThat(result.errorType()).isIn(ErrorType.TLS_ERROR, ErrorType.CONNECTION_ERROR);
    }

    @Test
    void anExpiredOneIsNotShownAndItsExpiryTold() throws Exception {
        SEEN.clear();
        AttemptResult result = send(server, auth(certificates, "expired", certificates.certificate("ca")), 4);
        assertThat(result.errorType()).isEqualTo(ErrorType.TLS_ERROR);
        assertThat(result.errorMessage()).contains("config.auth.certificate is valid from", "until 20");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTrusted() throws Exception {
        assertThat(send(server, auth(certificates, "one", null), 5).errorType()).isEqualTo(ErrorType.TLS_ERROR);
        assertThat(send(server, auth(certificates, "one", others.certificate("ca")), 6)
                        .errorType())
                .isEqualTo(ErrorType.TLS_ERROR);
    }

    @Test
    void aServerOfAnotherNameIsNotTrusted() throws Exception {
        assertThat(send(misnamed, auth(certificates, "one", certificates.certificate("ca")), 7)
                        .errorType())
                .isEqualTo(ErrorType.TLS_ERROR);
    }
}
