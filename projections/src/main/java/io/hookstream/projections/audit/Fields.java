package io.hookstream.projections.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Secret;
import io.hookstream.messages.audit.AuditEntry.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is set to, as it may be shown: by the path of each field, and without secrets. A secret, and what is
 * too long to be kept whole, has a mark beside what is shown of it, by which two of them can be told apart.
 */
final class Fields {

    private static final int MAX_FIELDS = 200;
    private static final int MAX_LENGTH = 1000;
    private static final Pattern HIDDEN = Pattern.compile("(^|_)(hash|password|token)$");
    private static final String SECRET = "secret";
    private static final String CIPHERTEXT = "ciphertext";
    private static final String VALUE = "value";

    /**
     * @param shown JSON
     * @param mark null if all of it is shown
     */
    record Field(String shown, @Nullable String mark) {}

    private final Map<String, Field> byPath = new LinkedHashMap<>();

    private Fields() {}

    static Map<String, Field> of(JsonNode settings) {
        Fields fields = new Fields();
        fields.addAll("", settings);
        return fields.byPath;
    }

    /** What is another than before. */
    static List<Change> changes(Map<String, Field> before, Map<String, Field> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String path : paths) {
            Field old = before.get(path);
            Field current = after.get(path);
            if (current == null || !current.equals(old)) {
                changes.add(
                        new Change(path, old == null ? null : old.shown(), current == null ? null : current.shown()));
            }
        }
        return changes;
    }

    private void addAll(String parent, JsonNode object) {
        object.properties().forEach(field -> add(parent + field.getKey(), field.getKey(), field.getValue()));
    }

    private void add(String path, String name, JsonNode node) {
        JsonNode secret = secret(node);
        if (node.isNull() || byPath.size() >= MAX_FIELDS) {
            return;
        }
        if (secret != null) {
            hide(
                    path,
                    Secret.MASK + secret.path("hint").asText(),
                    secret.path(CIPHERTEXT).asText());
        } else if (HIDDEN.matcher(name).find()) {
            hide(path, Secret.MASK, node.toString());
        } else if (node.isObject() && node.size() == 1 && node.path(VALUE).isTextual()) {
            add(path, name, node.path(VALUE)); // a header
        } else if (node.isObject()) {
            addAll(path + ".", node);
        } else if (node.isArray() && node.findValue(CIPHERTEXT) != null) {
            for (int i = 0; i < node.size(); i++) {
                add(path + "[" + i + "]", name, node.get(i));
            }
        } else {
            show(path, node.toString());
        }
    }

    /** The secret that the node is, alone or with what was noted of it. */
    private static @Nullable JsonNode secret(JsonNode node) {
        if (node.has(CIPHERTEXT)) {
            return node;
        }
        boolean alone = node.size() == 1 || (node.size() == 2 && node.has("algorithms"));
        return alone && node.path(SECRET).has(CIPHERTEXT) ? node.path(SECRET) : null;
    }

    private void hide(String path, String masked, String plain) {
        byPath.put(path, new Field(TextNode.valueOf(masked).toString(), Ids.derive("mark", plain)));
    }

    private void show(String path, String json) {
        byPath.put(
                path,
                json.length() <= MAX_LENGTH
                        ? new Field(json, null)
                        : new Field(
                                TextNode.valueOf(json.substring(0, MAX_LENGTH) + "…")
                                        .toString(),
                                Ids.derive("mark", json)));
    }
}
