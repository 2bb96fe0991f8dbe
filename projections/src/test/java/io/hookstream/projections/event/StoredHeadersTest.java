package io.hookstream.projections.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.event.ReceivedRequest.Header;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class StoredHeadersTest {

    private static final List<Header> HEADERS = List.of(
            new Header("Accept", "*/*"),
            new Header("X-Tag", "one"),
            new Header("x-tag", "\"two\", ä\n"),
            new Header("E", ""));

    @Test
    void areReadAsTheyWereWrittenInTheirOrder() {
        Document document = new Document("headers", StoredHeaders.text(HEADERS));
        assertThat(StoredHeaders.list(document, "headers")).isEqualTo(HEADERS);
        assertThat(StoredHeaders.list(new Document("headers", StoredHeaders.text(List.of())), "headers"))
                .isEmpty();

        Map<String, String> map = new LinkedHashMap<>();
        map.put("b", "1");
        map.put("a", "2");
        assertThat(StoredHeaders.map(new Document("headers", StoredHeaders.text(map)), "headers"))
                .containsExactlyEntriesOf(map);
    }

    @Test
    void documentsFromBeforeTheyWereTextsAreReadToo() {
        Document document = new Document(
                "headers",
                List.of(
                        new Document("name", "Accept").append("value", "*/*"),
                        new Document("name", "E").append("value", "")));
        assertThat(StoredHeaders.list(document, "headers"))
                .containsExactly(new Header("Accept", "*/*"), new Header("E", ""));
    }
}
