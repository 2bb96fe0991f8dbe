package io.hookstream.e2e;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Everything that the API shows, as one text. Two equal texts mean that a user sees no difference. */
final class Dump {
    private static final List<String> LISTS =
            List.of("sources", "destinations", "connections", "events", "delivery-attempts", "issues?status=all");

    private Dump() {}

    /** The lists in their order, and each item by its id. */
    static String of(Api api) {
        List<String> parts = new ArrayList<>();
        for (String list : LISTS) {
            List<JsonNode> items = api.all(list);
            parts.add("# " + list + ": " + items.size());
            String path = "/v1/" + list.replaceFirst("\\?.*", "") + "/";
            for (JsonNode item : items) {
                parts.add(Json.canonical(item));
                parts.add(Json.canonical(api.get(path + item.get("id").asString())));
            }
        }
        return String.join("\n", parts);
    }

    /** The lists alone, for stores where asking for each item takes too long. */
    static String ofLists(Api api, String... lists) {
        List<String> parts = new ArrayList<>();
        for (String list : lists) {
            api.all(list).forEach(item -> parts.add(Json.canonical(item)));
        }
        return String.join("\n", parts);
    }
}
