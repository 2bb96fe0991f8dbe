package io.hookstream.projections.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.hookstream.messages.Json;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * Headers as one text, a JSON array of each name and its value in turn. Nobody looks for a header in the store, and as
 * documents they would be most of what it takes apart and puts together.
 */
final class StoredHeaders {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private StoredHeaders() {}

    static String text(List<Header> headers) {
        List<String> texts = new ArrayList<>(2 * headers.size());
        headers.forEach(header -> {
            texts.add(header.name());
            texts.add(header.value());
        });
        try {
            return Json.mapper().writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written", e);
        }
    }

    static String text(Map<String, String> headers) {
        return text(headers.entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList());
    }

    /** @param field what a document has: such a text, or in those that were written before there were, a list */
    static List<Header> list(Document document, String field) {
        if (!(document.get(field) instanceof String text)) {
            return document.getList(field, Document.class).stream()
                    .map(header -> new Header(header.getString("name"), header.getString("value")))
                    .toList();
        }
        List<String> texts = read(text);
        List<Header> headers = new ArrayList<>(texts.size() / 2);
        for (int i = 0; i < texts.size(); i += 2) {
            headers.add(new Header(texts.get(i), texts.get(i + 1)));
        }
        return headers;
    }

    static Map<String, String> map(Document document, String field) {
        Map<String, String> headers = new LinkedHashMap<>();
        list(document, field).forEach(header -> headers.put(header.name(), header.value()));
        return headers;
    }

    private static List<String> read(String text) {
        try {
            return Json.mapper().readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored headers are damaged: " + e.getOriginalMessage(), e);
        }
    }
}
