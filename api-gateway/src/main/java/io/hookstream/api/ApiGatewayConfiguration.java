package io.hookstream.api;

import io.hookstream.api.destination.Sample;
import io.hookstream.api.security.Caller;
import io.hookstream.api.security.Person;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.ClientKey;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.ServiceAccountKey;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.VerificationSecret;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.accept.RequestedContentTypeResolverBuilder;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import tools.jackson.core.util.JsonRecyclerPools;

/** Turns the gateway role on. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({GatewayProperties.class, AccountProperties.class, ClientAddress.Properties.class})
public class ApiGatewayConfiguration implements WebFluxConfigurer {

    private static final int KEPT_BUFFERS = 64;

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Tenant.class, Person.class, Caller.class)
                .replaceWithClass(HeaderValue.class, String.class)
                .replaceWithClass(Secret.class, String.class)
                .replaceWithClass(SigningSecret.class, String.class)
                .replaceWithClass(ClientKey.class, String.class)
                .replaceWithClass(ServiceAccountKey.class, String.class)
                .replaceWithClass(VerificationSecret.class, String.class)
                .replaceWithClass(JsonText.class, Object.class)
                .replaceWithClass(Sample.class, Object.class);
    }

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(new TenantArgument(), new PersonArgument(), new QueryArgument());
    }

    /** JSON, whatever the caller would rather read: a refusal would come after the command has been carried out. */
    @Override
    public void configureContentTypeResolver(RequestedContentTypeResolverBuilder builder) {
        builder.fixedResolver(MediaType.APPLICATION_JSON, MediaType.ALL);
    }

    @Bean
    JsonMapperBuilderCustomizer apiJson(SecretCipher cipher) {
        return builder -> ApiJson.configure(builder, cipher);
    }

    /** Answers are written by virtual threads, none of which lives long enough to use its buffers twice. */
    @Bean
    JsonFactoryBuilderCustomizer keptBuffers() {
        return builder -> builder.recyclerPool(JsonRecyclerPools.newBoundedPool(KEPT_BUFFERS));
    }

    @Bean
    NettyServerCustomizer brokenBodies() {
        return server -> server.doOnChannelInit(BrokenBodies::install);
    }

    /** A sender that is slow on purpose would keep its connection, and its part of the memory for bodies. */
    @Bean
    NettyServerCustomizer slowBodies(GatewayProperties properties) {
        LateErrors.install();
        return server -> server.requestTimeout(properties.receiveWithin());
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("hookstream")
                        .version("v1")
                        .description("A self-hosted, event-sourced webhook gateway"))
                .components(new Components()
                        .addSecuritySchemes(
                                "api_key",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-API-Key"))
                        .addSecuritySchemes(
                                "session",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name(Sessions.COOKIE)
                                        .description("Set by a login; an API key, if there is one, decides alone")))
                .addSecurityItem(new SecurityRequirement().addList("api_key"))
                .addSecurityItem(new SecurityRequirement().addList("session"));
    }
}
