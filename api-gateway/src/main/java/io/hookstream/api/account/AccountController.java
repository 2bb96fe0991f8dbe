package io.hookstream.api.account;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.Check;
import io.hookstream.messages.user.UserCommand;
import io.hookstream.messages.user.UserCommand.SignUp;
import io.hookstream.messages.user.UserProfile;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Signing up, logging in and logging out. */
@RestController
@RequestMapping("/v1/auth")
@SecurityRequirements
@Tag(name = "Accounts")
class AccountController {

    private final Bus bus;
    private final SettingsReader reader;
    private final Passwords passwords;
    private final LogInLimits limits;
    private final Admission admission;
    private final Sessions sessions;
    private final CurrentSession current;

    AccountController(
            Bus bus,
            SettingsReader reader,
            Passwords passwords,
            LogInLimits limits,
            Admission admission,
            Sessions sessions,
            CurrentSession current) {
        this.bus = bus;
        this.reader = reader;
        this.passwords = passwords;
        this.limits = limits;
        this.admission = admission;
        this.sessions = sessions;
        this.current = current;
    }

    /** @param invitation the token of one, for a server that takes only who is invited */
    @Schema(
            name = "SignUp",
            requiredProperties = {"email", "password", "name"})
    record SignUpRequest(
            @Schema(example = "ada@example.com") @Nullable String email,

            @Schema(example = "correct horse battery", minLength = 8, maxLength = 128) @Nullable
            String password,

            @Schema(example = "Ada") @Nullable String name,
            @Nullable String invitation) {

        /** Without what nobody may see. */
        @Override
        public String toString() {
            return "SignUpRequest";
        }
    }

    @Schema(
            name = "LogIn",
            requiredProperties = {"email", "password"})
    record LogInRequest(
            @Schema(example = "ada@example.com") @Nullable String email,

            @Schema(example = "correct horse battery") @Nullable
            String password,

            @Nullable String invitation) {

        /** Without what nobody may see. */
        @Override
        public String toString() {
            return "LogInRequest";
        }
    }

    @PostMapping(path = "/sign-up", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<SessionResponse> signUp(
            ServerWebExchange exchange,
            @Schema(implementation = SignUpRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        SignUpRequest request = reader.settings(body, SignUpRequest.class);
        String email = UserProfile.email(request.email());
        String name = Check.name(request.name());
        String password = Passwords.checked(request.password());
        String id = UserCommand.id(email);
        // Whether an address has an account can be found out here, so it is as hard as guessing a password.
        limits.attempt(exchange.getRequest(), email);
        return admission
                .check(email, request.invitation())
                .then(passwords.hash(password))
                .flatMap(hash -> bus.change(new SignUp(id, email, name, hash), new FindUser(id), UserView.class))
                .doOnNext(user -> limits.succeeded(exchange.getRequest(), email))
                .flatMap(user -> enter(exchange, user, request.invitation()));
    }

    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<SessionResponse> logIn(
            ServerWebExchange exchange,
            @Schema(implementation = LogInRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        LogInRequest request = reader.settings(body, LogInRequest.class);
        String email = UserProfile.email(request.email());
        String password = Check.required(request.password(), "password");
        limits.attempt(exchange.getRequest(), email);
        return bus.query(new FindUser(UserCommand.id(email)), UserView.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(user -> passwords
                        .matches(
                                password,
                                user.map(known -> known.profile().password()).orElse(null))
                        .flatMap(matches -> Mono.justOrEmpty(matches ? user : Optional.empty())))
                .switchIfEmpty(
                        Mono.error(() -> ApiException.unauthorized("The email address or the password is wrong")))
                .doOnNext(user -> limits.succeeded(exchange.getRequest(), email))
                .flatMap(user -> enter(exchange, user, request.invitation()));
    }

    /** Ends the session that the cookie shows, if there is one. */
    @PostMapping("/logout")
    Mono<Success> logOut(ServerWebExchange exchange) {
        return sessions.end(exchange).thenReturn(Success.OK);
    }

    private Mono<SessionResponse> enter(ServerWebExchange exchange, UserView user, @Nullable String invitation) {
        return admission
                .admit(user.id(), user.profile().email(), invitation)
                .flatMap(tenant -> sessions.begin(exchange, user.id(), tenant).then(current.of(user, tenant)));
    }
}
