package io.hookstream.command.slug;

import io.hookstream.messages.Tenant;
import java.util.Objects;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes and releases slugs in the unit of work of the command that needs them: both are appended, or neither. */
@Component
public class Slugs {

    private final Repository<Slug> slugs;

    Slugs(Repository<Slug> slugs) {
        this.slugs = slugs;
    }

    /**
     * Lets go of the old slug and takes the new one.
     *
     * @param kind such as {@code source}
     * @param from null if it had none
     * @param to null if it is to have none
     * @throws io.hookstream.messages.Refused if another owner has it
     */
    public void move(String kind, Tenant tenant, String ownerId, @Nullable String from, @Nullable String to) {
        if (Objects.equals(from, to)) {
            return;
        }
        if (to != null) {
            String id = id(kind, tenant, to);
            execute(id, slug -> slug.take(id, tenant, ownerId));
        }
        if (from != null) {
            String id = id(kind, tenant, from);
            execute(id, slug -> slug.release(id, tenant, ownerId));
        }
    }

    private void execute(String id, java.util.function.Consumer<Slug> change) {
        try {
            slugs.loadOrCreate(id, Slug::new).execute(change);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Slug " + id + " could not be loaded", e);
        }
    }

    private static String id(String kind, Tenant tenant, String slug) {
        return kind + "/" + tenant.environmentId() + "/" + slug;
    }
}
