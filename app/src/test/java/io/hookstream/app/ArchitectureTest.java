package io.hookstream.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.SearchWords;
import io.hookstream.projections.metrics.Sketch;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;

/** The table of modules in the architecture: who may know whom. A rule that matches no class fails. */
@AnalyzeClasses(packages = "io.hookstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.hookstream.";
    private static final List<String> MODULES =
            List.of("messages", "command", "delivery", "sagas", "projections", "query", "api", "embedded", "app");

    @ArchTest
    static final ArchRule messagesKnowNobody = knowsOnly("messages");

    @ArchTest
    static final ArchRule messagesArePlain = noClasses()
            .that(resideInAPackage(ROOT + "messages.."))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.springframework..", "com.mongodb..", "org.bson..", "java.sql.."));

    @ArchTest
    static final ArchRule aggregatesKnowMessages = knowsOnly("command", "messages");

    @ArchTest
    static final ArchRule deliveryKnowsMessages = knowsOnly("delivery", "messages");

    @ArchTest
    static final ArchRule sagasKnowMessages = knowsOnly("sagas", "messages");

    @ArchTest
    static final ArchRule projectionsKnowMessages = knowsOnly("projections", "messages");

    @ArchTest
    static final ArchRule queriesKnowMessagesAndReadModels = knowsOnly("query", "messages", "projections");

    @ArchTest
    static final ArchRule theGatewayKnowsMessages = knowsOnly("api", "messages");

    @ArchTest
    static final ArchRule theEmbeddedStoresKnowNobody = knowsOnly("embedded");

    @ArchTest
    static final ArchRule nobodyKnowsTheProgram = noClasses()
            .that(resideInAPackage("io.hookstream.."))
            .and(DescribedPredicate.not(resideInAPackage(ROOT + "app..")))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "app.."));

    @ArchTest
    static final ArchRule queriesReadTheReadModelsAndLeaveTheirWritersAlone = classes()
            .that(resideInAPackage(ROOT + "query.."))
            .should()
            .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(ROOT + "projections.."))
                    .or(simpleNameEndingWith("Document"))
                    .or(simpleNameEndingWith("Projection"))
                    .or(JavaClass.Predicates.equivalentTo(ResourceDocument.class))
                    .or(JavaClass.Predicates.equivalentTo(Counters.class))
                    .or(JavaClass.Predicates.equivalentTo(SearchWords.class))
                    .or(JavaClass.Predicates.equivalentTo(Sketch.class)));

    @ArchTest
    static final ArchRule queriesUseOnlyTheNamesInAProjection = noClasses()
            .that(resideInAPackage(ROOT + "query.."))
            .should()
            .callCodeUnitWhere(JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            simpleNameEndingWith("Projection"))));

    @ArchTest
    static final ArchRule theTimeIsTold = noClasses()
            .that(resideInAPackage("io.hookstream.."))
            .and(DescribedPredicate.not(resideInAPackage(ROOT + "app..")))
            .should()
            .callMethodWhere(DescribedPredicate.describe("that looks at a clock of its own", call -> {
                JavaClass owner = call.getTarget().getOwner();
                String name = call.getTarget().getName();
                boolean none = call.getTarget().getRawParameterTypes().isEmpty();
                return (owner.isAssignableTo(Temporal.class) && name.equals("now") && none)
                        || (owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.startsWith("tick")))
                        || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"));
            }))
            .orShould()
            .callConstructor(java.util.Date.class);

    /** But for the thread that commits documents: while the disk is full it has nothing else to do. */
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that(resideInAPackage("io.hookstream.."))
            .and()
            .doNotHaveSimpleName("DocumentCommitter")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "that sleeps",
                    call -> (call.getTarget().getOwner().isEquivalentTo(Thread.class)
                                    || call.getTarget().getOwner().isEquivalentTo(java.util.concurrent.TimeUnit.class))
                            && call.getTarget().getName().equals("sleep")));

    @ArchTest
    static final ArchRule handlersAreWhereTheyBelong = CompositeArchRule.of(
                    handled(CommandHandler.class, Set.of("command", "projections")))
            .and(handled(EventHandler.class, Set.of("projections", "delivery", "sagas")))
            .and(handled(QueryHandler.class, Set.of("query", "projections", "delivery", "api")));

    private static ArchRule knowsOnly(String module, String... known) {
        Set<String> allowed = Set.of(known);
        String[] forbidden = MODULES.stream()
                .filter(other -> !other.equals(module) && !allowed.contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(ROOT + module + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden));
    }

    private static ArchRule handled(Class<? extends java.lang.annotation.Annotation> annotation, Set<String> modules) {
        String[] packages = modules.stream().map(module -> ROOT + module + "..").toArray(String[]::new);
        return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods()
                .that()
                .areAnnotatedWith(annotation)
                .should()
                .beDeclaredInClassesThat(resideInAnyPackage(packages));
    }
}
