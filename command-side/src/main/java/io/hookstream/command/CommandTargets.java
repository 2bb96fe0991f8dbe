package io.hookstream.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * The aggregate that a command is for: its component with {@link TargetAggregateIdentifier}, looked for once for each type.
 * Axon's own resolver goes through all methods and their annotations, twice for each command.
 */
final class CommandTargets implements CommandTargetResolver {

    private static final ClassValue<MethodHandle> TARGETS = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            Method accessor = Stream.of(Objects.requireNonNullElse(type.getRecordComponents(), new RecordComponent[0]))
                    .map(RecordComponent::getAccessor)
                    .filter(method -> method.isAnnotationPresent(TargetAggregateIdentifier.class))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            type.getName() + " is no record with a @TargetAggregateIdentifier"));
            try {
                return MethodHandles.publicLookup().unreflect(accessor);
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(type.getName() + " is not public", e);
            }
        }
    };

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> command) {
        Object id;
        try {
            id = TARGETS.get(command.getPayloadType()).invoke(command.getPayload());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("The target of " + command.getCommandName() + " cannot be read", e);
        }
        if (id == null) {
            throw new IllegalArgumentException(command.getCommandName() + " has no target");
        }
        return new VersionedAggregateIdentifier(id, null);
    }
}
