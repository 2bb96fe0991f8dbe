package io.hookstream.embedded.differential;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Decimal128;

/** What a store answers, as text that is the same when the answers mean the same. */
record Answer(String text, boolean failed) {

    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    static Answer of(Document command, MongoDatabase database) {
        Document reply;
        try {
            reply = database.runCommand(command);
        } catch (MongoCommandException e) {
            return new Answer("error " + e.getErrorCode(), true);
        } catch (MongoException e) {
            return new Answer("broken: " + e.getClass().getSimpleName(), true);
        }
        if (command.containsKey("createIndexes")) {
            // The oracle counts the indexes of all collections.
            return new Answer("created", false);
        }
        if (reply.get("cursor") instanceof Document cursor) {
            Stream<String> found =
                    cursor.getList("firstBatch", Document.class).stream().map(Answer::exact);
            boolean ordered = command.containsKey("sort") || command.containsKey("aggregate");
            return new Answer(String.join("\n", (ordered ? found : found.sorted()).toList()), false);
        }
        if (command.containsKey("distinct")) {
            // One of several equal numbers stands for all, and which one is left to the store.
            List<String> values = reply.getList("values", Object.class).stream()
                    .map(value -> exact(new Document("value", withoutTypesOfNumbers(value))))
                    .sorted()
                    .toList();
            return new Answer(String.join("\n", values), false);
        }
        List<Document> errors = reply.getList("writeErrors", Document.class, List.of()).stream()
                .map(error -> new Document("index", error.get("index")).append("code", error.get("code")))
                .toList();
        return errors.isEmpty()
                ? new Answer(exact(reply), false)
                : new Answer(exact(reply.append("writeErrors", errors)), true);
    }

    private static Object withoutTypesOfNumbers(Object value) {
        return switch (value) {
            case null -> null;
            case Decimal128 decimal -> plain(decimal.bigDecimalValue());
            case Double number when number.isInfinite() -> number;
            case Number number -> plain(new BigDecimal(number.toString()));
            case List<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(withoutTypesOfNumbers(each)));
                yield all;
            }
            case Document document -> {
                Document all = new Document();
                document.forEach((field, each) -> all.append(field, withoutTypesOfNumbers(each)));
                yield all;
            }
            default -> value;
        };
    }

    private static Document plain(BigDecimal number) {
        return new Document(
                "number",
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
    }

    private static String exact(Document document) {
        return document.toJson(EXACT);
    }
}
