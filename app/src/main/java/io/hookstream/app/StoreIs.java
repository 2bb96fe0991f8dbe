package io.hookstream.app;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Which store a setting asks for: without an address, or with an empty one, the embedded one. */
final class StoreIs {

    private StoreIs() {}

    private static boolean isSet(ConditionContext context, String address) {
        return !context.getEnvironment().getProperty(address, "").isBlank();
    }

    static final class EmbeddedDocuments implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isSet(context, "hookstream.mongodb.uri");
        }
    }

    static final class RemoteDocuments implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isSet(context, "hookstream.mongodb.uri");
        }
    }

    static final class EmbeddedEvents implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isSet(context, "hookstream.axon-server.servers");
        }
    }
}
