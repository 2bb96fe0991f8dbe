package io.hookstream.api.security;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Who calls: the holder of an API key, or a person who is logged in. The principal is the key's or the user's id. */
public final class Caller extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final transient Tenant tenant;
    private final transient @Nullable Person person;

    private Caller(String id, Tenant tenant, Collection<String> scopes, @Nullable Person person) {
        super(scopes.stream().map(SimpleGrantedAuthority::new).toList());
        this.id = id;
        this.tenant = tenant;
        this.person = person;
        setAuthenticated(true);
    }

    Caller(ApiKeyView key) {
        this(key.id(), key.tenant(), key.scopes(), null);
    }

    Caller(Person person) {
        this(person.userId(), person.tenant(), scopes(person), person);
    }

    public Tenant tenant() {
        return tenant;
    }

    /** Null if it is an API key. */
    public @Nullable Person person() {
        return person;
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getPrincipal() {
        return id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof Caller that
                && tenant.equals(that.tenant)
                && Objects.equals(person, that.person);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, tenant, person);
    }

    private static List<String> scopes(Person person) {
        List<String> scopes = new ArrayList<>(List.of("read"));
        if (Role.includes(person.role(), Role.MEMBER)) {
            scopes.add("write");
        }
        if (Role.includes(person.role(), Role.ADMIN) && person.administrator()) {
            scopes.add(ApiKeySettings.ADMIN);
        }
        return scopes;
    }
}
