package io.hookstream.messages.source;

import io.hookstream.messages.Check;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a source.
 *
 * @param name for people
 * @param slug for addresses: lower-case letters, digits and hyphens, unique in its environment; made from the name if
 *     absent
 * @param enabled false refuses webhooks with 403; default true
 */
public record SourceSettings(
        @Nullable String name,
        @Nullable String slug,
        @Nullable Boolean enabled) {

    /** @throws io.hookstream.messages.Refused naming the field that is missing or wrong */
    public SourceSettings checked(String id) {
        String checkedName = Check.name(name);
        return new SourceSettings(checkedName, Check.slug(slug, checkedName, id), enabled == null || enabled);
    }
}
