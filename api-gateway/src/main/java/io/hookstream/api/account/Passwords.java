package io.hookstream.api.account;

import io.hookstream.api.ApiException;
import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Hashes passwords with Argon2id, which takes time and memory on purpose: few at once, on threads of their own. */
@Component
class Passwords implements DisposableBean {

    private static final int MIN = 8;
    private static final int MAX = 128;
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 64;

    /** No password has it, and to compare with it takes as long as with any other. */
    private static final String NOBODYS = "$argon2id$v=19$m=16384,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    private final PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, MAX_WAITING, "passwords");
    private final SecretCipher cipher;

    Passwords(SecretCipher cipher) {
        this.cipher = cipher;
    }

    static String checked(@Nullable String password) {
        String given = Check.required(password, "password");
        int length = given.codePointCount(0, given.length());
        if (length < MIN || length > MAX) {
            throw Refused.invalid("password: must have " + MIN + " to " + MAX + " characters");
        }
        return given;
    }

    /** The hash, encrypted. */
    Mono<Secret> hash(String password) {
        return run(() -> cipher.encrypt(encoder.encode(password)));
    }

    /** @param hash null if there is none to compare with: false after just as long */
    Mono<Boolean> matches(String password, @Nullable Secret hash) {
        return run(() -> encoder.matches(password, hash == null ? NOBODYS : cipher.decrypt(hash)));
    }

    @Override
    public void destroy() {
        threads.dispose();
    }

    private <T> Mono<T> run(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(threads)
                .onErrorMap(
                        RejectedExecutionException.class,
                        e -> ApiException.unavailable("Too many people log in at once: try again"));
    }
}
