package io.hookstream.command;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Refused.Reason;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceSettings;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;

/** What the tests of several aggregates send and expect. */
public final class Samples {

    public static final Tenant TENANT = new Tenant("org_1", "env_1");
    public static final Tenant OTHER_TENANT = new Tenant("org_2", "env_2");

    private Samples() {}

    public static SourceSettings source(String name, String slug) {
        return new SourceSettings(name, slug, true);
    }

    /** Settings in which nothing is absent. */
    public static DestinationSettings destination(String name, String slug) {
        return new DestinationSettings(
                name,
                slug,
                "http",
                new HttpConfig("https://billing.example", "POST", Map.of(), 30),
                true,
                5,
                "exponential",
                List.of(30, 300),
                16,
                0.0,
                null,
                false,
                5,
                60,
                null);
    }

    public static CreateSource createSource(String id, Tenant tenant, String slug) {
        return new CreateSource(id, tenant, source("Source " + id, slug));
    }

    public static CreateDestination createDestination(String id, Tenant tenant, String slug) {
        return new CreateDestination(id, tenant, destination("Destination " + id, slug));
    }

    /** A fixture that also looks for state that changes without an event. */
    public static <T> AggregateTestFixture<T> fixture(Class<T> aggregate) {
        AggregateTestFixture<T> fixture = new AggregateTestFixture<>(aggregate);
        fixture.setReportIllegalStateChange(true);
        return fixture;
    }

    /** The command was refused for this reason, and nothing happened. */
    public static void expectRefused(ResultValidator<?> result, Code code, String message) {
        result.expectNoEvents().expectExceptionDetails(new Reason(code, message));
    }
}
