package io.hookstream.api.websocket;

import io.hookstream.api.ApiException;
import io.hookstream.api.security.Caller;
import io.hookstream.api.security.Callers;
import io.hookstream.api.websocket.ServerMessage.Ping;
import io.hookstream.api.websocket.ServerMessage.Welcome;
import io.hookstream.messages.Tenant;
import io.netty.handler.codec.TooLongFrameException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** The address that clients connect to. */
@RestController
@EnableConfigurationProperties(WebSocketProperties.class)
@Tag(name = "WebSockets")
class WebSocketController {

    /** What clients say is short, in bytes. */
    private static final int MAX_MESSAGE = 8 * 1024;

    private static final String VERSION = "13";
    private static final String PROTOCOL = "hookstream";
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private final Clients clients;
    private final Conversation conversation;
    private final Callers callers;
    private final WebSocketProperties properties;
    private final HandshakeWebSocketService handshakes =
            new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
                    () -> WebsocketServerSpec.builder().maxFramePayloadLength(MAX_MESSAGE)));

    WebSocketController(Clients clients, Conversation conversation, Callers callers, WebSocketProperties properties) {
        this.clients = clients;
        this.conversation = conversation;
        this.callers = callers;
        this.properties = properties;
    }

    @Schema(name = "WebSocketMessage")
    record Message(String type, String channel, Object data) {}

    @GetMapping("/v1/ws")
    @Operation(description = "Only for WebSocket clients: whatever else calls is answered 400")
    @Parameter(
            name = "token",
            in = ParameterIn.QUERY,
            description = "An API key, for those who can set no header",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "101",
            description = "The connection is a WebSocket from now on; this is what clients are told over it",
            content = @Content(schema = @Schema(implementation = Message.class)))
    Mono<Void> connect(Tenant tenant, ServerWebExchange exchange) {
        requireHandshake(exchange);
        if (clients.isFull(tenant)) {
            throw ApiException.tooMany("There are too many connections already", TRY_AGAIN);
        }
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        Runnable cut = () -> netty.withConnection(connection -> {
            var unused = connection.channel().close();
        });
        return handshakes.handleRequest(exchange, new WebSocketHandler() {
            @Override
            public List<String> getSubProtocols() {
                return List.of(PROTOCOL);
            }

            @Override
            public Mono<Void> handle(WebSocketSession session) {
                return serve(new Connection(tenant, session, cut), session, exchange);
            }
        });
    }

    private static void requireHandshake(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            throw ApiException.badRequest("This address is for WebSocket clients: the request asks for no upgrade");
        }
        if (!VERSION.equals(headers.getFirst("Sec-WebSocket-Version"))) {
            exchange.getResponse().getHeaders().set("Sec-WebSocket-Version", VERSION);
            throw ApiException.badRequest("Sec-WebSocket-Version: must be " + VERSION);
        }
    }

    private Mono<Void> serve(Connection connection, WebSocketSession session, ServerWebExchange exchange) {
        if (!clients.add(connection)) {
            return session.close(CloseStatus.SERVICE_OVERLOAD.withReason("too many connections"));
        }
        connection.say(conversation.written(Welcome.to(connection.tenant())));
        return Mono.firstWithSignal(
                        hearing(connection, session),
                        connection.writing(),
                        beating(connection, exchange),
                        connection.ending())
                .doFinally(signal -> clients.remove(connection));
    }

    /** Ends when the client goes. One message after the other: whoever says much is read slowly. */
    private Mono<Void> hearing(Connection connection, WebSocketSession session) {
        return session.receive()
                .doOnNext(message -> connection.hear())
                .filter(message -> isText(message, connection))
                // At once, for its memory is released afterwards.
                .map(WebSocketMessage::getPayloadAsText)
                .concatMap(text -> conversation.answer(connection, text), 1)
                .doOnNext(answer -> connection.say(conversation.written(answer)))
                .onErrorResume(e -> {
                    connection.end(
                            e instanceof TooLongFrameException
                                    ? CloseStatus.TOO_BIG_TO_PROCESS
                                    : CloseStatus.PROTOCOL_ERROR);
                    return Mono.never();
                })
                // What is said last ends the hearing first, and must not be cut off by that.
                .then(Mono.defer(() -> connection.isEnding() ? Mono.never() : Mono.empty()));
    }

    private static boolean isText(WebSocketMessage message, Connection connection) {
        if (message.getType() == WebSocketMessage.Type.BINARY) {
            connection.end(CloseStatus.NOT_ACCEPTABLE.withReason("messages are text"));
        }
        return message.getType() == WebSocketMessage.Type.TEXT;
    }

    /** Ends never by itself. */
    private Mono<Void> beating(Connection connection, ServerWebExchange exchange) {
        String ping = conversation.written(Ping.NOW);
        return Flux.interval(properties.pingEvery())
                .onBackpressureDrop()
                .concatMap(
                        beat -> {
                            if (!connection.wasHeard()) {
                                connection.end(CloseStatus.GOING_AWAY.withReason("no answer to ping"));
                                return Mono.empty();
                            }
                            connection.ping(ping);
                            return checked(connection, exchange);
                        },
                        1)
                .then();
    }

    /** A key that was revoked, or a session that ended or moved, opens nothing any more. */
    private Mono<Void> checked(Connection connection, ServerWebExchange exchange) {
        return callers.of(exchange)
                .map(caller -> mayListen(caller, connection.tenant()))
                .map(Optional::of)
                .defaultIfEmpty(Optional.of(false))
                .onErrorReturn(Optional.empty()) // that nobody can tell now is no reason
                .doOnNext(may -> {
                    if (may.isPresent() && !may.get()) {
                        connection.end(
                                CloseStatus.POLICY_VIOLATION.withReason("the credentials are not valid any more"));
                    }
                })
                .then();
    }

    private static boolean mayListen(Caller caller, Tenant tenant) {
        return caller.tenant().equals(tenant)
                && caller.getAuthorities().stream().anyMatch(authority -> "read".equals(authority.getAuthority()));
    }
}
