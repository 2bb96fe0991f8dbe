package io.hookstream.app.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once a minute that spans are lost, where OpenTelemetry would log a stack trace each time. */
final class Collector implements SpanExporter {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SpanExporter exporter;
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    Collector(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            long now = System.nanoTime();
            if (!result.isSuccess() && now - nextWarning.get() >= 0) {
                nextWarning.set(now + QUIET_NANOS);
                Throwable failure = result.getFailureThrowable();
                Throwable cause = failure == null ? null : failure.getCause();
                log.warn(
                        "Spans are lost, for the collector does not take them: {}",
                        String.valueOf(cause == null ? failure : cause));
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
