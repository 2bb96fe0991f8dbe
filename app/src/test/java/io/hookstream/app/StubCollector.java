package io.hookstream.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A collector of spans on this machine. */
final class StubCollector implements AutoCloseable {

    private final Http http = new Http(200, "");

    /** The setting that sends spans here. */
    String setting() {
        return "hookstream.tracing.endpoint=" + http.url() + "/v1/traces";
    }

    List<Span> spans() {
        return http.requests.stream()
                .map(request -> read(request.body()))
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** All that came, in which every string is as it was. */
    List<String> raw() {
        return http.requests.stream()
                .map(request -> new String(request.body(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** The only one there is. */
    Span only(Predicate<Span> wanted) {
        List<Span> found = spans().stream().filter(wanted).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " such spans of " + names());
        }
        return found.get(0);
    }

    List<String> names() {
        return spans().stream().map(Span::getName).toList();
    }

    /** As strings, whatever they are. */
    static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream().collect(Collectors.toMap(KeyValue::getKey, StubCollector::text));
    }

    private static String text(KeyValue attribute) {
        return attribute.getValue().hasIntValue()
                ? String.valueOf(attribute.getValue().getIntValue())
                : attribute.getValue().getStringValue();
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static ExportTraceServiceRequest read(byte[] body) {
        try {
            return ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
