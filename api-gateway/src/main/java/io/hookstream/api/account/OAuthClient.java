package io.hookstream.api.account;

import io.hookstream.api.ApiException;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What all identity providers have in common. It follows no redirects.
 *
 * @param id the client's, from the provider
 */
record OAuthClient(String id, String secret, String authorizationUri, String tokenUri, String scope) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final WebClient HTTP = WebClient.create();

    boolean isOn() {
        return !id.isBlank() && !secret.isBlank();
    }

    URI authorization(String redirectUri, String state, String challenge) {
        return UriComponentsBuilder.fromUriString(authorizationUri)
                .queryParam("response_type", "code")
                .queryParam("client_id", "{id}")
                .queryParam("redirect_uri", "{redirect}")
                .queryParam("scope", "{scope}")
                .queryParam("state", "{state}")
                .queryParam("code_challenge", "{challenge}")
                .queryParam("code_challenge_method", "S256")
                .encode()
                .buildAndExpand(id, redirectUri, scope, state, challenge)
                .toUri();
    }

    /** An access token for the code. */
    Mono<String> token(String code, String redirectUri, String verifier) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("grant_type", "authorization_code");
        form.add("code", code);
        form.add("redirect_uri", redirectUri);
        form.add("client_id", id);
        form.add("client_secret", secret);
        form.add("code_verifier", verifier);
        return answer(HTTP.post()
                        .uri(URI.create(tokenUri))
                        .accept(MediaType.APPLICATION_JSON)
                        .body(BodyInserters.fromFormData(form)))
                .map(answer -> answer.path("access_token").asString(""))
                .filter(token -> !token.isEmpty())
                // GitHub says 200 of a code that it does not know.
                .switchIfEmpty(Mono.error(OAuthClient::refused));
    }

    Mono<JsonNode> get(String uri, String token) {
        return answer(HTTP.get()
                .uri(URI.create(uri))
                .accept(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token));
    }

    private static Mono<JsonNode> answer(WebClient.RequestHeadersSpec<?> request) {
        return request.retrieve()
                .bodyToMono(JsonNode.class)
                .timeout(LIMIT)
                .onErrorMap(WebClientResponseException.class, e -> refused())
                .onErrorMap(
                        WebClientException.class,
                        e -> ApiException.unavailable("The identity provider does not answer: try again"));
    }

    private static ApiException refused() {
        return ApiException.unauthorized("The identity provider did not confirm who you are: log in again");
    }
}
