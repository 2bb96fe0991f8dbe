package io.hookstream.api;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param signUp {@link #OPEN} or {@link #INVITED}; if empty, open on a server that only its own machine reaches
 * @param sessionIdle how long a session lasts that is not used
 * @param sessionMax how long a session lasts at most
 * @param oauth the identity providers; each is off without its client's id
 */
@ConfigurationProperties("hookstream.gateway")
public record AccountProperties(
        @DefaultValue("") String signUp,
        @DefaultValue("1d") Duration sessionIdle,
        @DefaultValue("30d") Duration sessionMax,
        @DefaultValue OAuth oauth) {

    /** Anybody may sign up, and gets an organization of their own. */
    public static final String OPEN = "open";

    /** The first person may sign up, and after that only who has been invited. */
    public static final String INVITED = "invited";

    public AccountProperties {
        if (!List.of("", OPEN, INVITED).contains(signUp)) {
            throw new IllegalArgumentException("hookstream.gateway.sign-up: must be open or invited");
        }
        if (sessionIdle.compareTo(Duration.ofMinutes(1)) < 0 || sessionMax.compareTo(sessionIdle) < 0) {
            throw new IllegalArgumentException(
                    "hookstream.gateway.session-idle: must be a minute or more, and not more than session-max");
        }
    }

    public record OAuth(
            @DefaultValue Google google, @DefaultValue GitHub github) {}

    /** The addresses are Google's; a test gives others. */
    public record Google(
            @DefaultValue("") String clientId,
            @DefaultValue("") String clientSecret,

            @DefaultValue("https://accounts.google.com/o/oauth2/v2/auth")
            String authorizationUri,

            @DefaultValue("https://oauth2.googleapis.com/token")
            String tokenUri,

            @DefaultValue("https://openidconnect.googleapis.com/v1/userinfo")
            String userInfoUri) {}

    /** The addresses are GitHub's; those of a GitHub Enterprise differ. */
    public record GitHub(
            @DefaultValue("") String clientId,
            @DefaultValue("") String clientSecret,

            @DefaultValue("https://github.com/login/oauth/authorize")
            String authorizationUri,

            @DefaultValue("https://github.com/login/oauth/access_token")
            String tokenUri,

            @DefaultValue("https://api.github.com/user") String userInfoUri) {}
}
