package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions match text only. The library's matcher tries them on the text form of everything else too, so a
 * query that has one also demands text.
 */
final class TextPatterns {

    private static final Document TEXT = new Document("$type", "string");

    private TextPatterns() {}

    static Document restrict(Document query) {
        Document restricted = new Document();
        List<Document> demands = new ArrayList<>();
        query.forEach((path, demand) -> {
            if (path.startsWith("$") && demand instanceof List<?> parts) {
                restricted.put(
                        path,
                        parts.stream()
                                .map(part -> part instanceof Document one ? restrict(one) : part)
                                .toList());
            } else {
                restricted.put(path, demand);
                if (!path.startsWith("$") && BsonRegularExpression.isRegularExpression(demand)) {
                    demands.add(new Document(path, TEXT));
                }
            }
        });
        if (demands.isEmpty()) {
            return restricted;
        }
        demands.addFirst(restricted);
        return new Document("$and", demands);
    }
}
