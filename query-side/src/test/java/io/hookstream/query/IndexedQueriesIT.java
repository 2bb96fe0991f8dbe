package io.hookstream.query;

import static io.hookstream.query.ManyTenants.mine;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ListApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.audit.AuditQuery.Audit;
import io.hookstream.messages.audit.AuditQuery.Filter;
import io.hookstream.messages.audit.AuditQuery.ListAudit;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.connection.ConnectionQuery.Connections;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionQuery.ListConnections;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.EventQuery.Attempts;
import io.hookstream.messages.event.EventQuery.DeadDeliveries;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.EventQuery.FindEvent;
import io.hookstream.messages.event.EventQuery.ListAttempts;
import io.hookstream.messages.event.EventQuery.ListDeadDeliveries;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventQuery.TraceEvent;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.EventView;
import io.hookstream.messages.history.HistoryQuery.FindAsOf;
import io.hookstream.messages.issue.IssueQuery.CountIssues;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.messages.issue.IssueQuery.Issues;
import io.hookstream.messages.issue.IssueQuery.ListIssues;
import io.hookstream.messages.issue.IssueQuery.Summary;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.issue.IssueView;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Deliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetDeliveries;
import io.hookstream.messages.metrics.MetricsQuery.GetOverview;
import io.hookstream.messages.metrics.MetricsQuery.GetVolume;
import io.hookstream.messages.metrics.MetricsQuery.Overview;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.hookstream.messages.metrics.MetricsQuery.Volume;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindUnclaimed;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.replay.ReplayQuery.CountReplayable;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.ListReplays;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.ReplayableCount;
import io.hookstream.messages.replay.ReplayQuery.Replays;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import io.hookstream.messages.source.SourceView;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserQuery.FindUsers;
import io.hookstream.messages.user.UserQuery.Users;
import io.hookstream.messages.user.UserView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every query has an index: among the documents of several tenants it examines those that it returns, and no others. */
class IndexedQueriesIT extends WithReadModels {

    private static final PageRequest FIRST = new PageRequest(null, 3);

    /**
     * @param residual if no index finds just what is asked for: the sets of filters of which one is left to be checked
     *     document by document
     */
    private record Question(Object query, Class<?> answer, List<Set<String>> residual) {}

    @BeforeEach
    void write() {
        assumeTrue(
                models.database().runCommand(new BsonDocument("buildInfo", new BsonInt32(1))).keySet().stream()
                        .noneMatch(key -> key.startsWith("ferretdb")),
                "FerretDB's explain has no executionStats");
        ManyTenants.write(models);
    }

    private static Stream<Question> questions() {
        return Stream.of(resources(), events(), attempts(), issues(), replays(), metrics(), changes())
                .flatMap(questions -> questions);
    }

    private static Stream<Question> resources() {
        return Stream.of(
                direct(new FindApiKey(ManyTenants.hash(TENANT)), ApiKeyView.class),
                direct(new DescribeApiKey(mine("ak", 0), TENANT), ListedApiKey.class),
                direct(new ListApiKeys(TENANT, FIRST), ApiKeys.class),
                direct(new FindOrganization(TENANT.organizationId()), OrganizationView.class),
                direct(new ListOrganizations(mine("usr", 0)), Organizations.class),
                direct(new FindUnclaimed(), Organizations.class),
                direct(new FindUser(mine("usr", 0)), UserView.class),
                direct(new FindUsers(List.of(mine("usr", 0))), Users.class),
                direct(new FindSource(mine("src", 1), TENANT), SourceView.class),
                direct(new ListSources(TENANT, FIRST), Sources.class),
                direct(new ListSources(TENANT, after(mine("src", 2))), Sources.class),
                direct(new FindDestination(mine("dst", 1), TENANT), DestinationView.class),
                direct(new ListDestinations(TENANT, FIRST), Destinations.class),
                direct(new ListDestinations(TENANT, after(mine("dst", 2))), Destinations.class),
                direct(new FindCircuit(mine("dst", 1), TENANT), CircuitView.class),
                direct(new FindConnection(mine("conn", 1), TENANT), ConnectionView.class),
                direct(new ListConnections(TENANT, null, null, FIRST), Connections.class),
                direct(new ListConnections(TENANT, null, null, after(mine("conn", 9))), Connections.class),
                direct(new ListConnections(TENANT, mine("src", 1), null, FIRST), Connections.class),
                direct(new ListConnections(TENANT, null, mine("dst", 1), FIRST), Connections.class),
                byOneOf(
                        new ListConnections(TENANT, mine("src", 1), mine("dst", 1), FIRST),
                        Connections.class,
                        "source_id",
                        "destination_id"));
    }

    private static Stream<Question> events() {
        Instant from = ManyTenants.receivedAt(30);
        Instant until = ManyTenants.receivedAt(60);
        String source = mine("src", 1);
        String status = EventStatus.FAILED;
        return Stream.of(
                direct(new FindEvent(mine("evt", 5), TENANT), EventView.class),
                direct(new ListEvents(TENANT, null, null, null, null, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, null, null, null, null, after(mine("evt", 60))), Events.class),
                direct(new ListEvents(TENANT, source, null, null, null, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, status, null, null, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, null, from, null, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, null, null, until, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, null, from, until, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, source, null, from, until, null, FIRST), Events.class),
                direct(new ListEvents(TENANT, null, status, from, until, null, FIRST), Events.class),
                byOneOf(
                        new ListEvents(TENANT, source, status, null, null, null, FIRST),
                        Events.class,
                        "source_id",
                        "status"),
                direct(new ListEvents(TENANT, null, null, null, null, "evt_00", FIRST), Events.class),
                direct(new ListEvents(TENANT, null, null, null, null, "evt_00", after(mine("evt", 20))), Events.class),
                byTenantOnly(
                        new ListEvents(TENANT, null, null, null, null, "\"number\": 7", FIRST), Events.class, "text"),
                byTenantOnly(
                        new ListEvents(TENANT, source, null, from, null, "number 41", FIRST), Events.class, "text"),
                new Question(
                        new ListEvents(TENANT, null, status, null, null, "41", FIRST),
                        Events.class,
                        List.of(Set.of("text", "$or"))));
    }

    private static Stream<Question> attempts() {
        String event = mine("evt", 5);
        String connection = mine("conn", 0);
        String destination = mine("dst", 0);
        String status = "failed";
        return Stream.of(
                direct(new FindAttempt(mine("da", 10), TENANT), AttemptView.class),
                direct(new ListAttempts(TENANT, null, null, null, null, null, 0, 3), Attempts.class),
                direct(new ListAttempts(TENANT, null, null, null, null, null, 40, 3), Attempts.class),
                direct(new ListAttempts(TENANT, event, null, null, null, null, 0, 3), Attempts.class),
                direct(new ListAttempts(TENANT, null, connection, null, null, null, 0, 3), Attempts.class),
                direct(new ListAttempts(TENANT, null, null, destination, null, null, 0, 3), Attempts.class),
                direct(new ListAttempts(TENANT, null, null, null, status, null, 0, 3), Attempts.class),
                direct(new ListAttempts(TENANT, null, null, null, null, true, 0, 3), Attempts.class),
                direct(dead(ManyTenants.START, ManyTenants.START.plus(Duration.ofDays(1))), DeadDeliveries.class),
                direct(dead(ManyTenants.START, ManyTenants.START.plusSeconds(1)), DeadDeliveries.class),
                byTenantOnly(new ListAttempts(TENANT, null, null, null, null, false, 0, 3), Attempts.class, "dead"),
                byOneOf(
                        new ListAttempts(TENANT, null, null, destination, status, null, 0, 3),
                        Attempts.class,
                        "destination_id",
                        "status"),
                byOneOf(
                        new ListAttempts(TENANT, event, connection, destination, status, null, 0, 3),
                        Attempts.class,
                        "event_id",
                        "connection_id",
                        "destination_id",
                        "status"));
    }

    private static ListDeadDeliveries dead(Instant from, Instant until) {
        return new ListDeadDeliveries(TENANT, mine("dst", 0), "http_5xx", from, until, 2);
    }

    private static Stream<Question> issues() {
        Instant now = ManyTenants.START;
        String open = IssueStatus.OPEN;
        String destination = mine("dst", 0);
        return Stream.of(
                direct(new FindIssue(mine("iss", 3), TENANT), IssueView.class),
                direct(new ListIssues(TENANT, null, null, null, 0, 3), Issues.class),
                direct(new ListIssues(TENANT, null, null, null, 10, 3), Issues.class),
                direct(new ListIssues(TENANT, open, null, null, 0, 3), Issues.class),
                direct(new ListIssues(TENANT, open, null, now, 0, 3), Issues.class),
                direct(new ListIssues(TENANT, null, destination, null, 0, 3), Issues.class),
                direct(new ListIssues(TENANT, open, destination, null, 0, 3), Issues.class),
                direct(new ListIssues(TENANT, open, destination, now, 0, 3), Issues.class),
                direct(new CountIssues(TENANT, now), Summary.class));
    }

    /** Whether an event is a duplicate is in no index: few are, and each costs a look. */
    private static Stream<Question> replays() {
        Instant from = ManyTenants.receivedAt(30);
        Instant until = ManyTenants.receivedAt(60);
        Selection all = new Selection(TENANT, null, from, until);
        Selection ofOne = new Selection(TENANT, mine("src", 1), from, until);
        return Stream.of(
                direct(new FindReplay(mine("rpl", 0), TENANT), ReplayView.class),
                direct(new FindReplay(mine("rpl", 1), TENANT), ReplayView.class),
                direct(new ListReplays(TENANT, FIRST), Replays.class),
                direct(new ListReplays(TENANT, after(mine("rpl", 2))), Replays.class),
                direct(new ListReplayable(all, null, 3), Replayable.class),
                direct(new ListReplayable(all, mine("evt", 45), 3), Replayable.class),
                direct(new ListReplayable(ofOne, null, 3), Replayable.class),
                byTenantOnly(new CountReplayable(all, 10), ReplayableCount.class, "dedup_status"),
                byTenantOnly(new CountReplayable(ofOne, 100), ReplayableCount.class, "dedup_status"));
    }

    /** No event of these is so new that it has a minute, so that none is looked for by itself. */
    private static Stream<Question> metrics() {
        Instant now = ManyTenants.receivedAt(ManyTenants.EVENTS);
        Range hours = new Range(ManyTenants.START.minusSeconds(7_200), now.plusSeconds(7_200), Grain.HOUR, now);
        Range days = new Range(ManyTenants.START.minus(Duration.ofDays(3)), now, Grain.DAY, now);
        Range cut = new Range(ManyTenants.START.plusMillis(1), now.minusMillis(1), Grain.HOUR, now);
        return Stream.of(
                direct(new GetOverview(TENANT, now), Overview.class),
                direct(new GetVolume(TENANT, null, hours), Volume.class),
                direct(new GetVolume(TENANT, mine("src", 1), hours), Volume.class),
                direct(new GetVolume(TENANT, null, days), Volume.class),
                direct(new GetVolume(TENANT, mine("src", 1), cut), Volume.class),
                direct(new GetDeliveries(TENANT, null, hours), Deliveries.class),
                direct(new GetDeliveries(TENANT, mine("dst", 1), days), Deliveries.class),
                direct(new GetDeliveries(TENANT, mine("dst", 1), cut), Deliveries.class));
    }

    private static Stream<Question> changes() {
        Instant from = ManyTenants.START;
        Instant until = from.plus(Duration.ofDays(1));
        String source = mine("src", 1);
        return Stream.of(
                direct(audit(null, null, null, null, null, null), Audit.class),
                direct(audit(source, null, null, null, null, null), Audit.class),
                direct(audit(null, "source", null, null, null, null), Audit.class),
                direct(audit(null, null, "ak_1", null, null, null), Audit.class),
                direct(audit(null, null, null, "source.created", null, null), Audit.class),
                direct(audit(null, null, null, null, from, until), Audit.class),
                direct(audit(source, null, null, null, from, null), Audit.class),
                direct(audit(null, "source", null, null, null, until), Audit.class),
                byOneOf(
                        audit(null, "source", null, "source.created", null, null),
                        Audit.class,
                        "resource_type",
                        "action"));
    }

    private static ListAudit audit(
            @Nullable String resourceId,
            @Nullable String resourceType,
            @Nullable String actor,
            @Nullable String action,
            @Nullable Instant after,
            @Nullable Instant before) {
        return new ListAudit(TENANT, new Filter(resourceId, resourceType, actor, action, after, before), FIRST);
    }

    private static PageRequest after(String id) {
        return new PageRequest(id, 3);
    }

    private static Question direct(Object query, Class<?> answer) {
        return new Question(query, answer, List.of());
    }

    /** Several fields select, and each has an index. */
    private static Question byOneOf(Object query, Class<?> answer, String... fields) {
        return new Question(
                query,
                answer,
                Stream.of(fields)
                        .map(indexed -> Stream.of(fields)
                                .filter(field -> !field.equals(indexed))
                                .collect(Collectors.toSet()))
                        .toList());
    }

    private static Question byTenantOnly(Object query, Class<?> answer, String checked) {
        return new Question(query, answer, List.of(Set.of(checked)));
    }

    @TestFactory
    Stream<DynamicTest> examinesWhatItReturns() {
        return questions()
                .map(question -> DynamicTest.dynamicTest(question.query().toString(), () -> {
                    models.sent().take();
                    assertThat((Object) models.ask(question.query(), question.answer()))
                            .isNotNull();
                    List<BsonDocument> sent = models.sent().take();
                    assertThat(sent).isNotEmpty();
                    sent.forEach(command -> check(command, question.residual()));
                }));
    }

    @Test
    void noQueryIsLeftOut() {
        Set<Class<?>> handled = models.components()
                .flatMap(handler -> Stream.of(handler.getClass().getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(QueryHandler.class))
                .map(method -> method.getParameterTypes()[0])
                .filter(query -> query != TraceEvent.class && query != FindAsOf.class) // read the log
                .collect(Collectors.toSet());
        assertThat(questions().map(question -> question.query().getClass()).collect(Collectors.<Class<?>>toSet()))
                .isEqualTo(handled);
    }

    @Test
    void aQueryWithoutAnIndexIsFoundOut() {
        BsonDocument scan = find(Filters.eq("source_ip", "192.0.2.8"));
        assertThatThrownBy(() -> check(scan, List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("COLLSCAN");

        BsonDocument partly = find(Filters.and(Filters.and(ReadModels.of(TENANT)), Filters.eq("method", "PUT")));
        assertThatThrownBy(() -> check(partly, List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("examined");
        check(partly, List.of(Set.of("method")));
    }

    private static BsonDocument find(Bson filter) {
        return new BsonDocument("find", new BsonString("events")).append("filter", filter.toBsonDocument());
    }

    private void check(BsonDocument command, List<Set<String>> residual) {
        Explained explained = Explained.of(models.database(), command);
        assertThat(explained.stages()).as(command.toJson()).doesNotContain("COLLSCAN");
        assertThat(explained.examined())
                .as("documents examined for %s", command.toJson())
                .isLessThanOrEqualTo(most(command, explained.returned(), residual));
    }

    /** How many documents the best of the indexes leaves to be examined. */
    private long most(BsonDocument command, long returned, List<Set<String>> residual) {
        if (residual.isEmpty() && command.containsKey("find")) {
            return returned + command.getNumber("skip", new BsonInt32(0)).longValue();
        }
        String collection = command.getString(command.getFirstKey()).getValue();
        BsonDocument filter = filter(command);
        return (residual.isEmpty() ? List.of(Set.<String>of()) : residual)
                .stream()
                        .mapToLong(fields ->
                                models.database().getCollection(collection).countDocuments(without(fields, filter)))
                        .max()
                        .orElseThrow();
    }

    private static BsonDocument filter(BsonDocument command) {
        return switch (command.getFirstKey()) {
            case "find" -> command.getDocument("filter");
            case "aggregate" -> command.getArray("pipeline").get(0).asDocument().getDocument("$match");
            default -> throw new AssertionError("A command of another kind: " + command.toJson());
        };
    }

    private static Bson without(Set<String> fields, BsonDocument filter) {
        @Nullable BsonValue all = filter.get("$and");
        List<BsonDocument> kept = (all == null ? List.of(filter) : all.asArray().getValues())
                .stream()
                        .map(BsonValue::asDocument)
                        .filter(clause -> !fields.contains(clause.getFirstKey()))
                        .toList();
        return Filters.and(kept.toArray(Bson[]::new));
    }
}
