package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigSpellingTest {

    private final JsonMapper mapper = new JsonMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"name":"a"}                                       | {"name":"a"}
        {"config":{"url":"u"}}                             | {"config":{"url":"u","type":"http"}}
        {"provider_config":{"url":"u"}}                    | {"config":{"url":"u","type":"http"}}
        {"url":"u","method":"PUT","headers":{"a":"b"}}     | {"config":{"url":"u","method":"PUT","headers":{"a":"b"},"type":"http"}}
        {"url":"u","config":{"timeout":5}}                 | {"config":{"timeout":5,"url":"u","type":"http"}}
        {"url":"u","provider_config":{"timeout":5}}        | {"config":{"timeout":5,"url":"u","type":"http"}}
        {"url":"u","config":{"url":"u"}}                   | {"config":{"url":"u","type":"http"}}
        {"headers":null}                                   | {"config":{"headers":null,"type":"http"}}
        """)
    void everySpellingBecomesOne(String given, String normal) {
        assertThat(ConfigSpelling.normalize(tree(given))).isEqualTo(tree(normal));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"config":{},"provider_config":{}}   | provider_config: is the same as config; send one of them
        {"url":"u","config":{"url":"v"}}     | url: differs from config.url; send one of them
        {"url":"u","config":{"url":null}}    | url: differs from config.url; send one of them
        {"url":"u","config":"v"}             | config: must be an object
        {"method":"PUT","config":null}       | config: must be an object
        {"url":"u","provider_config":[]}     | config: must be an object
        {"config":{"type":"sqs"}}            | type: differs from config.type; send one of them
        """)
    void whatContradictsItselfIsRefused(String given, String problem) {
        assertThatThrownBy(() -> ConfigSpelling.normalize(tree(given))).hasMessage(problem);
    }

    @Test
    void anUnknownTypeIsRefusedByNamingThoseThatThereAre() {
        assertThatThrownBy(() -> ConfigSpelling.normalize(tree("{\"type\":\"smtp\"}")))
                .hasMessageStartingWith("type: must be one of http")
                .hasMessageEndingWith("; was smtp");
    }

    @Test
    void theTypeOfADestinationStaysWhatItIs() {
        assertThatThrownBy(() -> ConfigSpelling.changing("sqs").apply(tree("{\"type\":\"http\"}")))
                .hasMessage("type: cannot be changed from sqs to http; create another destination instead");
        assertThat(ConfigSpelling.changing("http").apply(tree("{\"type\":\"http\",\"url\":\"u\"}")))
                .isEqualTo(tree("{\"type\":\"http\",\"config\":{\"url\":\"u\",\"type\":\"http\"}}"));
    }

    @Test
    void theBodyItselfStaysAsItIs() {
        ObjectNode body = tree("{\"url\":\"u\",\"config\":{\"timeout\":5}}");
        ConfigSpelling.normalize(body);
        assertThat(body).isEqualTo(tree("{\"url\":\"u\",\"config\":{\"timeout\":5}}"));
    }

    private ObjectNode tree(String json) {
        return (ObjectNode) mapper.readTree(json);
    }
}
