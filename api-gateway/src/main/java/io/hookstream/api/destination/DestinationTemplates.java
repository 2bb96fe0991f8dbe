package io.hookstream.api.destination;

import io.hookstream.messages.destination.DestinationTemplate;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Destinations of well-known services, for people to begin with. */
@RestController
@Tag(name = "Destinations")
class DestinationTemplates {

    private static final Templates ALL =
            new Templates(DestinationTemplate.ALL.stream().map(Template::of).toList());

    @Schema(name = "DestinationTemplatePage")
    record Templates(List<Template> templates) {}

    /**
     * @param configTemplate as in {@code config} of a destination
     * @param transformExpression as in a connection to it
     */
    @Schema(name = "DestinationTemplate")
    record Template(
            String id,
            String name,
            String type,
            String description,
            Config configTemplate,
            @Nullable String transformExpression) {

        static Template of(DestinationTemplate template) {
            return new Template(
                    template.id(),
                    template.name(),
                    "http",
                    template.description(),
                    new Config(template.url(), "POST", template.headers()),
                    template.transform());
        }
    }

    @Schema(name = "DestinationTemplateConfig")
    record Config(String url, String method, Map<String, String> headers) {}

    @GetMapping("/v1/destinations/templates")
    Mono<Templates> list() {
        return Mono.just(ALL);
    }
}
