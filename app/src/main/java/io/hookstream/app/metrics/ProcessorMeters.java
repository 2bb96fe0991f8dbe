package io.hookstream.app.metrics;

import io.hookstream.delivery.lane.LaneLoad;
import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import io.hookstream.projections.Processors;
import io.hookstream.projections.deadletter.DeadLetters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** How far this process's processors are behind, what they could not handle, and what waits in the lanes. */
class ProcessorMeters {

    private static final Logger log = LoggerFactory.getLogger(ProcessorMeters.class);
    private static final String PROCESSOR = "processor";

    private final Processors processors;
    private final ObjectProvider<DeadLetters> letters;
    private final MultiGauge lag;
    private final MultiGauge running;
    private final MultiGauge dead;

    ProcessorMeters(
            MeterRegistry meters,
            Processors processors,
            ObjectProvider<DeadLetters> letters,
            ObjectProvider<LaneLoad> lanes) {
        this.processors = processors;
        this.letters = letters;
        lag = gauge(meters, "hookstream.processor.lag", "Domain events that a processor has yet to see");
        running = gauge(meters, "hookstream.processor.running", "1 if a processor runs, else 0");
        dead = gauge(meters, "hookstream.projection.dead.letters", "Domain events that a projection could not handle");
        lanes.ifAvailable(load -> {
            lane(meters, "hookstream.lanes", load, all -> all.load().lanes());
            lane(meters, "hookstream.lane.waiting", load, all -> all.load().waiting());
            lane(meters, "hookstream.lane.under.way", load, all -> all.load().underWay());
        });
    }

    /** Asks the stores, and blocks meanwhile. What does not answer keeps its last figures. */
    void refresh() {
        try {
            List<ProcessorStatus> status = processors.status();
            lag.register(rows(status, ProcessorStatus::lag), true);
            running.register(rows(status, processor -> processor.running() ? 1 : 0), true);
            letters.stream().findAny().ifPresent(queue -> dead.register(rows(queue.counts()), true));
        } catch (RuntimeException e) {
            log.warn("The processors could not be asked how they are: {}", e.toString());
        }
    }

    private static List<MultiGauge.Row<?>> rows(
            List<ProcessorStatus> status, ToDoubleFunction<ProcessorStatus> figure) {
        return status.stream()
                .<MultiGauge.Row<?>>map(processor ->
                        MultiGauge.Row.of(Tags.of(PROCESSOR, processor.name()), figure.applyAsDouble(processor)))
                .toList();
    }

    private static List<MultiGauge.Row<?>> rows(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<MultiGauge.Row<?>>map(
                        count -> MultiGauge.Row.of(Tags.of(PROCESSOR, count.getKey()), count.getValue()))
                .toList();
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    private static void lane(MeterRegistry meters, String name, LaneLoad lanes, ToDoubleFunction<LaneLoad> figure) {
        Gauge.builder(name, lanes, figure).register(meters);
    }
}
