package io.hookstream.api.security;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Who calls: the holder of an API key. */
public final class Caller extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient ApiKeyView key;

    Caller(ApiKeyView key) {
        super(key.scopes().stream().map(SimpleGrantedAuthority::new).toList());
        this.key = key;
        setAuthenticated(true);
    }

    public Tenant tenant() {
        return key.tenant();
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getPrincipal() {
        return key.id();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
