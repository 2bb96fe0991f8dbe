package io.hookstream.api.account;

import io.hookstream.api.AccountProperties;
import io.hookstream.api.ApiException;
import io.hookstream.api.BaseUrl;
import io.hookstream.api.Bus;
import io.hookstream.api.account.IdentityProvider.Somebody;
import io.hookstream.api.account.PendingLogIns.Pending;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.user.UserCommand;
import io.hookstream.messages.user.UserCommand.LinkIdentity;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Logging in with an account that one has elsewhere. Spring Security's own client for this keeps what it remembers in a
 * web session, of which there is none here, and brings a JOSE library for tokens that the providers' user info makes
 * unnecessary.
 */
@RestController
@RequestMapping("/v1/auth")
@SecurityRequirements
@Tag(name = "Accounts")
class OAuthController {

    /** A path of this server. Two slashes would name another server, and browsers take a backslash for a slash. */
    private static final Pattern PATH = Pattern.compile("/(?:[^/\\\\\\p{Cntrl}\\s][^\\\\\\p{Cntrl}\\s]{0,2000})?");

    private static final int MAX_NAME = 200;

    private final Bus bus;
    private final BaseUrl baseUrl;
    private final Admission admission;
    private final Sessions sessions;
    private final PendingLogIns pending;
    private final List<IdentityProvider> providers;

    OAuthController(
            Bus bus,
            BaseUrl baseUrl,
            Admission admission,
            Sessions sessions,
            PendingLogIns pending,
            AccountProperties properties) {
        this.bus = bus;
        this.baseUrl = baseUrl;
        this.admission = admission;
        this.sessions = sessions;
        this.pending = pending;
        GoogleProvider google = GoogleProvider.of(properties.oauth().google());
        GitHubProvider github = GitHubProvider.of(properties.oauth().github());
        this.providers = Stream.<Optional<IdentityProvider>>of(
                        google.client().isOn() ? Optional.of(google) : Optional.empty(),
                        github.client().isOn() ? Optional.of(github) : Optional.empty())
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * How one can come in.
     *
     * @param signUp {@code open} or {@code invited}
     * @param providers those of {@code google} and {@code github} that are set up
     */
    @Schema(name = "LogInOptions")
    record Options(String signUp, List<String> providers) {}

    @GetMapping("/options")
    Mono<Options> options() {
        return Mono.just(new Options(
                admission.isOpen() ? AccountProperties.OPEN : AccountProperties.INVITED,
                providers.stream().map(IdentityProvider::name).toList()));
    }

    /** Sends the browser to the identity provider. */
    @GetMapping("/oauth/{provider}")
    @ApiResponse(responseCode = "302", description = "To the identity provider")
    Mono<ResponseEntity<Void>> begin(
            ServerWebExchange exchange,
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String next,
            @RequestParam(required = false) @Nullable String invitation) {
        IdentityProvider chosen = provider(provider);
        Pending begun = pending.begin(exchange, provider, path(next), invitation);
        return Mono.just(found(
                chosen.authorization(redirectUri(exchange.getRequest(), chosen), begun.state(), begun.challenge())));
    }

    /** Where the identity provider sends the browser back to. */
    @GetMapping("/oauth/{provider}/callback")
    @ApiResponse(responseCode = "302", description = "To where the login was begun for, with a session")
    Mono<ResponseEntity<Void>> end(
            ServerWebExchange exchange,
            @PathVariable String provider,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state) {
        IdentityProvider chosen = provider(provider);
        Pending ended = pending.end(exchange, provider, state);
        if (code == null) {
            throw ApiException.unauthorized("The identity provider did not confirm who you are: log in again");
        }
        return chosen.somebody(code, redirectUri(exchange.getRequest(), chosen), ended.verifier())
                .switchIfEmpty(Mono.error(
                        () -> ApiException.forbidden("The identity provider has not verified your email address")))
                .flatMap(somebody -> user(exchange, somebody, ended.invitation()))
                .flatMap(user -> admission
                        .admit(user.id(), user.profile().email(), ended.invitation())
                        .flatMap(tenant -> sessions.begin(exchange, user.id(), tenant)))
                .thenReturn(found(URI.create(ended.next())));
    }

    private Mono<UserView> user(ServerWebExchange exchange, Somebody somebody, @Nullable String invitation) {
        String email = UserProfile.email(somebody.email());
        String id = UserCommand.id(email);
        return Mono.zip(
                        sessions.shown(exchange)
                                .map(person -> person.userId().equals(id))
                                .defaultIfEmpty(false),
                        bus.query(new FindUser(id), UserView.class)
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()))
                .flatMap(both -> {
                    boolean loggedIn = both.getT1();
                    Optional<UserView> known = both.getT2();
                    boolean linked = known.isPresent()
                            && known.get().profile().identities().contains(somebody.identity());
                    return (known.isPresent() ? Mono.<Void>empty() : admission.check(email, invitation))
                            .then(bus.change(
                                    new LinkIdentity(id, email, name(somebody, email), somebody.identity(), loggedIn),
                                    new FindUser(id),
                                    UserView.class))
                            // Whoever knew the password that holds no more may have sessions.
                            .flatMap(user ->
                                    (linked || loggedIn ? Mono.<Void>empty() : sessions.endAllOf(id)).thenReturn(user));
                });
    }

    private static String name(Somebody somebody, String email) {
        String name = somebody.name().isBlank() ? email.substring(0, email.indexOf('@')) : somebody.name();
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    private IdentityProvider provider(String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("Identity provider"));
    }

    private String redirectUri(ServerHttpRequest request, IdentityProvider provider) {
        return baseUrl.of(request) + "/v1/auth/oauth/" + provider.name() + "/callback";
    }

    /** @throws ApiException 400 if it is no path of this server */
    static String path(@Nullable String next) {
        if (next == null) {
            return "/";
        }
        try {
            if (PATH.matcher(next).matches()) {
                return URI.create(next).toASCIIString();
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like an address of another server.
        }
        throw ApiException.badRequest("next: must be a path on this server, such as /sources");
    }

    private static ResponseEntity<Void> found(URI location) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .location(location)
                .build();
    }
}
