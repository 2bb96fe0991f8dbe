package io.hookstream.delivery.destination;

import com.sun.net.httpserver.HttpServer;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Against the JDK's server. */
class HttpSenderContractTest extends SenderContract {

    private static final String TOKEN = "Bearer canary-credential";
    private static final int LIMIT = 1_000_000;

    private static final GuardedHttp HTTP = OutboundBuilder.http(new EgressGuard(List.of(), true));
    private static final GuardedHttp STRICT = OutboundBuilder.http(new EgressGuard(List.of(), false));
    private static final HttpSender SENDER = new HttpSender(HTTP, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final HttpSender GUARDED = new HttpSender(STRICT, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = status(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body.length);
            if (status == 200) {
                RECEIVED.add(new String(body, StandardCharsets.UTF_8));
            }
            byte[] answer = "x".repeat(Answer.KEPT_BYTES + 1).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static int status(String path, String authorization, int length) {
        if (!TOKEN.equals(authorization)) {
            return 401;
        }
        if (length > LIMIT) {
            return 413;
        }
        return path.equals("/hooks") ? 200 : 404;
    }

    @AfterAll
    static void stop() throws IOException {
        SENDER.close();
        GUARDED.close();
        HTTP.close();
        STRICT.close();
        server.stop(0);
    }

    private static HttpConfig config(String base, String path, String authorization) {
        HeaderValue secret = new HeaderValue(null, OutboundBuilder.PLAIN.encrypt(authorization));
        return new HttpConfig(base + path, "POST", Map.of("Authorization", secret), null);
    }

    private static String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    protected Sender sender() {
        return SENDER;
    }

    @Override
    protected Sender guarded() {
        return GUARDED;
    }

    @Override
    protected DestinationConfig working() {
        return config(url(), "/hooks", TOKEN);
    }

    @Override
    protected DestinationConfig refusing() {
        return config(url(), "/nowhere", TOKEN);
    }

    @Override
    protected DestinationConfig unauthorized() {
        return config(url(), "/hooks", "Bearer another");
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        return config((tls ? "https://" : "http://") + address, "/hooks", TOKEN);
    }

    @Override
    protected List<String> received() {
        return List.copyOf(RECEIVED);
    }

    @Override
    protected int tooLarge() {
        return LIMIT;
    }
}
