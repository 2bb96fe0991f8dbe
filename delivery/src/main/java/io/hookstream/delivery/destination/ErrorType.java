package io.hookstream.delivery.destination;

import io.hookstream.messages.event.Attempt;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The error types of attempts and issues. Strings, because they are stored in events and shown to users. */
public final class ErrorType {

    public static final String HTTP_3XX = "http_3xx";
    public static final String HTTP_4XX = "http_4xx";
    public static final String HTTP_5XX = "http_5xx";
    public static final String GONE = Attempt.GONE;
    public static final String TIMEOUT = "timeout";
    public static final String CONNECTION_REFUSED = "connection_refused";
    public static final String CONNECTION_ERROR = "connection_error";
    public static final String DNS_ERROR = "dns_error";
    public static final String TLS_ERROR = "tls_error";
    public static final String BLOCKED_ADDRESS = "blocked_address";
    public static final String PROVIDER_ERROR = "provider_error";
    public static final String TRANSFORM_ERROR = Attempt.TRANSFORM_ERROR;

    private static final int GONE_STATUS = 410;
    private static final int MAX_CAUSES = 8;

    private ErrorType() {}

    /** Null for 2xx. */
    public static @Nullable String ofStatus(int status) {
        return switch (status / 100) {
            case 2 -> null;
            case 3 -> HTTP_3XX;
            case 4 -> status == GONE_STATUS ? GONE : HTTP_4XX;
            case 5 -> HTTP_5XX;
            default -> PROVIDER_ERROR;
        };
    }

    /** The most telling of a problem and its causes decides, since libraries wrap what the network said. */
    public static String of(Throwable problem, boolean requestWritten) {
        boolean network = requestWritten; // what then goes wrong is the answer: it broke off or is no HTTP
        Throwable cause = problem;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String type = specific(cause);
            if (type != null) {
                return type;
            }
            network |= cause instanceof IOException;
            cause = cause.getCause();
        }
        return network ? CONNECTION_ERROR : PROVIDER_ERROR;
    }

    private static @Nullable String specific(Throwable problem) {
        return switch (problem) {
            case RefusedException e -> e.errorType();
            case BodyException e -> PROVIDER_ERROR;
            case BlockedAddressException e -> BLOCKED_ADDRESS;
            case UnknownHostException e -> DNS_ERROR;
            case UnresolvedAddressException e -> DNS_ERROR;
            case TimeoutException e -> TIMEOUT;
            case ConnectTimeoutException e -> TIMEOUT;
            case NotSslRecordException e -> TLS_ERROR;
            case SSLException e -> TLS_ERROR;
            case Http2Exception e -> CONNECTION_ERROR;
            case ConnectException e ->
                String.valueOf(e.getMessage()).contains("refused") ? CONNECTION_REFUSED : CONNECTION_ERROR;
            default -> null;
        };
    }
}
