package io.hookstream.app.tracing;

import io.hookstream.delivery.destination.Sender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.deadline.DeadlineManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Spans for a collector. What it does not take in time, or while it is not there, is dropped: nothing waits for it, and no
 * more than {@link #QUEUED} spans are in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
@Import(RequestSpans.class)
class TracingConfiguration {

    private static final String NAME = "hookstream";
    private static final int QUEUED = 8192;
    private static final int AT_ONCE = 512;
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration SEND_WITHIN = Duration.ofSeconds(5);
    private static final long END_WITHIN_SECONDS = 2;

    @Bean(destroyMethod = "")
    SdkTracerProvider tracers(TracingProperties properties) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(properties.endpoint().toString())
                .setConnectTimeout(CONNECT_WITHIN)
                .setTimeout(SEND_WITHIN)
                .setRetryPolicy(null)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), NAME))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(properties.sampled())))
                .addSpanProcessor(BatchSpanProcessor.builder(new Collector(exporter))
                        .setMaxQueueSize(QUEUED)
                        .setMaxExportBatchSize(AT_ONCE)
                        .setScheduleDelay(SEND_EVERY)
                        .setExporterTimeout(SEND_WITHIN)
                        .build())
                .build();
    }

    /** Ends after those that make spans, and without waiting long for a collector. */
    @Bean
    Spans spans(SdkTracerProvider tracers) {
        return new Spans(tracers.get(NAME), () -> tracers.shutdown().join(END_WITHIN_SECONDS, TimeUnit.SECONDS));
    }

    /** Where commands are carried out, and where a saga is woken. */
    @Bean
    SmartInitializingSingleton spansOfCommandsAndDeadlines(
            Spans spans, @Qualifier("localSegment") CommandBus commands, ObjectProvider<DeadlineManager> deadlines) {
        return () -> {
            commands.registerHandlerInterceptor(new CommandSpans(spans));
            deadlines.ifAvailable(manager -> manager.registerHandlerInterceptor(new HandlingSpans("deadline", spans)));
        };
    }

    @Bean
    ConfigurerModule spansOfProcessors(Spans spans) {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultHandlerInterceptor((c, processor) -> new HandlingSpans(processor, spans));
    }

    @Bean
    static BeanPostProcessor spansOfAttempts(ObjectProvider<Spans> spans) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Sender sender ? new TracedSender(sender, spans.getObject()) : bean;
            }
        };
    }
}
