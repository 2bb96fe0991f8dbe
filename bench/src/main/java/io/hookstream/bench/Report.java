package io.hookstream.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of a run. Rates are over the time from the first webhook until the last was acknowledged, delivered or
 * shown, so a backlog at the end lowers them; latencies are in milliseconds. What an ingest-only run has not is 0.
 *
 * @param projectedPerSecond events shown as delivered
 * @param lost webhooks that were acknowledged and never delivered
 */
record Report(
        Options options,
        long acknowledged,
        double acknowledgedPerSecond,
        double deliveredPerSecond,
        double projectedPerSecond,
        double ackP50,
        double ackP99,
        double ackMax,
        double deliveryP50,
        double deliveryP99,
        double deliveryMax,
        long lost,
        long duplicates,
        Map<String, Integer> failures,
        long residentMib,
        long residentPeakMib,
        double cpuSeconds) {

    String table() {
        return String.format(
                Locale.ROOT,
                """
                load                     %s, %d clients, %d bytes, %d s%s
                acknowledged             %.0f/s (%d)
                  p50, p99, max          %.1f  %.1f  %.1f ms
                delivered                %.0f/s
                  p50, p99, max          %.1f  %.1f  %.1f ms
                  lost, duplicates       %d  %d
                projected                %.0f/s
                failures                 %s
                memory now, peak         %d  %d MiB
                CPU                      %.1f s
                """,
                options.rate() == 0 ? "as many as are answered" : options.rate() + "/s",
                options.clients(),
                options.size(),
                options.seconds(),
                options.ingestOnly() ? ", nothing delivered" : "",
                acknowledgedPerSecond,
                acknowledged,
                ackP50,
                ackP99,
                ackMax,
                deliveredPerSecond,
                deliveryP50,
                deliveryP99,
                deliveryMax,
                lost,
                duplicates,
                projectedPerSecond,
                failures.isEmpty() ? "none" : failures,
                residentMib,
                residentPeakMib,
                cpuSeconds);
    }

    String json() {
        String failed = failures.entrySet().stream()
                .map(failure ->
                        "\"" + failure.getKey().replaceAll("[\"\\\\\\p{Cntrl}]", "_") + "\":" + failure.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return String.format(
                Locale.ROOT,
                "{\"seconds\":%d,\"rate\":%s,\"clients\":%d,\"size\":%d,\"ingest_only\":%b,\"acknowledged\":%d,"
                        + "\"acknowledged_per_s\":%.1f,\"delivered_per_s\":%.1f,\"projected_per_s\":%.1f,"
                        + "\"ack_ms\":{\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f},"
                        + "\"delivery_ms\":{\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f},"
                        + "\"lost\":%d,\"duplicates\":%d,\"failures\":%s,"
                        + "\"rss_mib\":%d,\"rss_peak_mib\":%d,\"cpu_s\":%.1f}",
                options.seconds(),
                options.rate() == 0 ? "\"max\"" : Integer.toString(options.rate()),
                options.clients(),
                options.size(),
                options.ingestOnly(),
                acknowledged,
                acknowledgedPerSecond,
                deliveredPerSecond,
                projectedPerSecond,
                ackP50,
                ackP99,
                ackMax,
                deliveryP50,
                deliveryP99,
                deliveryMax,
                lost,
                duplicates,
                failed,
                residentMib,
                residentPeakMib,
                cpuSeconds);
    }
}
