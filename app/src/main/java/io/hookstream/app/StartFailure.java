package io.hookstream.app;

import com.mongodb.MongoCommandException;
import io.hookstream.embedded.DirectoryInUseException;
import io.hookstream.embedded.StoreCorruptException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ApplicationListener;

/** Says in one line why the program did not start, where a person can do something about it. */
final class StartFailure implements ApplicationListener<ApplicationFailedEvent> {

    /** MongoDB's IndexOptionsConflict and IndexKeySpecsConflict: the same keys or the same name, but another index. */
    private static final Set<Integer> INDEX_CONFLICTS = Set.of(85, 86);

    /** What a person has set wrongly, or has to do. */
    static final class Problem extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Problem(String message) {
            super(message);
        }
    }

    @Override
    public void onApplicationEvent(ApplicationFailedEvent failed) {
        String message = message(failed.getException());
        if (message != null) {
            System.err.println("hookstream did not start: " + message);
            System.err.flush();
            // At once: the stack trace that would follow says less than this line.
            Runtime.getRuntime().halt(1);
        }
    }

    static @Nullable String message(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Problem problem -> {
                    return problem.getMessage();
                }
                case InvalidConfigurationPropertyValueException setting -> {
                    return setting.getName() + ": " + setting.getReason();
                }
                case DirectoryInUseException inUse -> {
                    return inUse.getMessage();
                }
                case StoreCorruptException corrupt -> {
                    return corrupt.getMessage();
                }
                // What the folder, the key and the stores say when a file cannot be used.
                case UncheckedIOException file -> {
                    return file.getMessage();
                }
                case PortInUseException port -> {
                    return "port " + port.getPort() + " is taken; choose another with --port";
                }
                case MongoCommandException refused
                when INDEX_CONFLICTS.contains(refused.getErrorCode()) -> {
                    return "an index of the document store is in the way of one that hookstream needs; drop it: "
                            + refused.getErrorMessage();
                }
                case BindException bind -> {
                    return "the address cannot be used: " + bind.getMessage();
                }
                default -> {
                    // Perhaps its cause is one of these.
                }
            }
        }
        return null;
    }
}
