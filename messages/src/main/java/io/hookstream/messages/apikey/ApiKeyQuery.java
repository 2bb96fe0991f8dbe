package io.hookstream.messages.apikey;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about API keys. */
public sealed interface ApiKeyQuery {

    /** Answers an {@link ApiKeyView} or null; a revoked key is not known. */
    record FindApiKey(String hash) implements ApiKeyQuery {}

    /**
     * @param scopes what it may be used for. To administer the server takes a key of the installation's own organization,
     *     whatever scopes it was made with.
     */
    record ApiKeyView(String id, Tenant tenant, List<String> scopes) {}

    /** Answers a {@link ListedApiKey} or null; also a revoked one. */
    record DescribeApiKey(String id, Tenant tenant) implements ApiKeyQuery {}

    /** Answers {@link ApiKeys}, also revoked ones. */
    record ListApiKeys(Tenant tenant, PageRequest page) implements ApiKeyQuery {}

    /** For people; a key is revoked if its revision is deleted. */
    record ListedApiKey(String id, Tenant tenant, Revision revision, ApiKeySettings settings) implements View {}

    record ApiKeys(List<ListedApiKey> keys, @Nullable String next) {}
}
