package io.hookstream.bench.micro;

import io.hookstream.delivery.connection.Envelope;
import io.hookstream.delivery.connection.FilterEvaluator;
import io.hookstream.delivery.connection.Verdict;
import io.hookstream.messages.connection.FilterRule;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A connection's filter: three rules, two of them about the payload. */
@State(Scope.Benchmark)
public class FilterMicro {
    private final byte[] body = Samples.body();
    private final Envelope parsed = Samples.envelope(body);
    private final List<FilterRule> rules = List.of(
            FilterRule.compare("payload.type", "eq", "order.created"),
            FilterRule.compare("payload.data.amount", "gt", 1000),
            FilterRule.compare("headers.x-event", "eq", "order.created"));

    /** The first connection of an event parses its body. */
    @Benchmark
    public Verdict filterOfTheFirstConnection() {
        return FilterEvaluator.evaluate(rules, Samples.envelope(body));
    }

    @Benchmark
    public Verdict filterOfFurtherConnections() {
        return FilterEvaluator.evaluate(rules, parsed);
    }
}
