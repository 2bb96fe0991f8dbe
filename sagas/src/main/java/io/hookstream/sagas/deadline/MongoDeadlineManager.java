package io.hookstream.sagas.deadline;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.WriteModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.deadline.AbstractDeadlineManager;
import org.axonframework.deadline.DeadlineMessage;
import org.axonframework.deadline.GenericDeadlineMessage;
import org.axonframework.messaging.DefaultInterceptorChain;
import org.axonframework.messaging.ExecutionException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.ScopeAware;
import org.axonframework.messaging.ScopeAwareProvider;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork.Phase;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The deadlines of sagas, kept in the document store: none is lost, and each is handled by one process at a time, once
 * unless the process ends between the saga's change and the removal of the deadline. The same name and payload in the same
 * saga are one deadline; scheduled for another time, it moves there.
 */
public final class MongoDeadlineManager extends AbstractDeadlineManager implements SmartLifecycle {

    private static final String PENDING = MongoDeadlineManager.class.getName();

    /** What is handled is well below this, and the poller renews it. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MongoDeadlineStore store;
    private final ScopeAwareProvider scopes;
    private final Serializer serializer;
    private final Clock clock;
    private final DeadlinePoller poller;

    public MongoDeadlineManager(MongoDatabase database, ScopeAwareProvider scopes, Serializer serializer, Clock clock) {
        this(database, scopes, serializer, clock, LEASE);
    }

    MongoDeadlineManager(
            MongoDatabase database, ScopeAwareProvider scopes, Serializer serializer, Clock clock, Duration lease) {
        this.store = new MongoDeadlineStore(database);
        this.scopes = scopes;
        this.serializer = serializer;
        this.clock = clock;
        this.poller = new DeadlinePoller(store, clock, lease, this::handle);
    }

    @Override
    public String schedule(Duration after, String name, @Nullable Object payload, ScopeDescriptor scope) {
        return schedule(clock.instant().plus(after), name, payload, scope);
    }

    /** @return the id of the deadline, the same for the same saga, name and payload */
    @Override
    public String schedule(Instant dueAt, String name, @Nullable Object payload, ScopeDescriptor scope) {
        DeadlineMessage<?> message =
                processDispatchInterceptors(GenericDeadlineMessage.asDeadlineMessage(name, payload, dueAt));
        Deadline deadline = deadline(message, saga(scope), dueAt);
        write(MongoDeadlineStore.schedule(deadline, clock.instant()), deadline.scheduledFor());
        return deadline.id();
    }

    private Deadline deadline(DeadlineMessage<?> message, SagaScopeDescriptor saga, Instant dueAt) {
        String name = message.getDeadlineName();
        Object payload = message.getPayload();
        String type = null;
        String json = null;
        if (payload != null) {
            SerializedObject<String> serialized = serializer.serialize(payload, String.class);
            type = serialized.getType().getName();
            json = serialized.getData();
        }
        return new Deadline(
                Deadline.id(saga, name, type, json),
                name,
                saga,
                type,
                json,
                serializer.serialize(message.getMetaData(), String.class).getData(),
                payload instanceof Grouped grouped ? grouped.group() : null,
                dueAt,
                0);
    }

    @Override
    public void cancelSchedule(String name, String id) {
        write(List.of(MongoDeadlineStore.cancel(name, id)), Instant.MAX);
    }

    @Override
    public void cancelAll(String name) {
        write(List.of(MongoDeadlineStore.cancelAll(name)), Instant.MAX);
    }

    @Override
    public void cancelAllWithinScope(String name, ScopeDescriptor scope) {
        write(List.of(MongoDeadlineStore.cancelAll(name, saga(scope))), Instant.MAX);
    }

    /** Makes all pending deadlines whose payload is of this group due now. */
    public void hasten(String group) {
        Instant now = clock.instant();
        write(List.of(MongoDeadlineStore.hasten(group, now)), now);
    }

    private static SagaScopeDescriptor saga(ScopeDescriptor scope) {
        if (scope instanceof SagaScopeDescriptor saga) {
            return saga;
        }
        throw new IllegalArgumentException("Only sagas have deadlines, not " + scope.scopeDescription());
    }

    /** With what else the batch writes, in one request, and before its token. */
    private void write(List<WriteModel<Document>> writes, Instant dueAt) {
        if (!CurrentUnitOfWork.isStarted() || CurrentUnitOfWork.get().phase().isAfter(Phase.PREPARE_COMMIT)) {
            store.write(writes);
            poller.scheduled(dueAt);
            return;
        }
        List<WriteModel<Document>> pending =
                CurrentUnitOfWork.get().getOrComputeResource(PENDING, key -> new ArrayList<WriteModel<Document>>());
        if (pending.isEmpty()) {
            runOnPrepareCommitOrNow(() -> {
                store.write(List.copyOf(pending));
                pending.clear();
            });
        }
        pending.addAll(writes);
        CurrentUnitOfWork.get().afterCommit(committed -> poller.scheduled(dueAt));
    }

    private void handle(Deadline deadline) throws Exception {
        Instant now = clock.instant();
        UnitOfWork<DeadlineMessage<?>> unitOfWork = new DefaultUnitOfWork<>(new GenericDeadlineMessage<>(
                deadline.name(),
                new GenericMessage<>(deadline.id(), payload(deadline), metaData(deadline)),
                () -> now));
        InterceptorChain chain = new DefaultInterceptorChain<>(unitOfWork, handlerInterceptors(), message -> {
            send(message, deadline.saga());
            return null;
        });
        ResultMessage<?> result = unitOfWork.executeWithResult(chain::proceed);
        if (result.isExceptional()) {
            throw new ExecutionException("The saga did not handle it", result.exceptionResult());
        }
    }

    private @Nullable Object payload(Deadline deadline) {
        return deadline.payload() == null || deadline.payloadType() == null
                ? null
                : serializer.deserialize(
                        new SimpleSerializedObject<>(deadline.payload(), String.class, deadline.payloadType(), null));
    }

    private MetaData metaData(Deadline deadline) {
        return serializer.deserialize(
                new SimpleSerializedObject<>(deadline.metaData(), String.class, MetaData.class.getName(), null));
    }

    /** A saga that has ended answers nothing; one of a type that this program does not know is left to one that does. */
    private void send(DeadlineMessage<?> message, ScopeDescriptor saga) throws Exception {
        List<ScopeAware> responsible = scopes.provideScopeAwareStream(saga)
                .filter(scope -> scope.canResolve(saga))
                .toList();
        if (responsible.isEmpty()) {
            throw new IllegalStateException("There is no such saga here: " + saga.scopeDescription());
        }
        for (ScopeAware each : responsible) {
            each.send(message, saga);
        }
    }

    @Override
    public void start() {
        poller.start();
    }

    @Override
    public void stop() {
        poller.stop();
    }

    @Override
    public boolean isRunning() {
        return poller.isRunning();
    }

    /** The last to start and the first to stop: a saga that is woken needs everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
