package io.hookstream.projections;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;

/** What the driver sends. */
public final class SentCommands implements CommandListener {

    private final List<BsonDocument> sent = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getCommand().clone());
    }

    public void forget() {
        sent.clear();
    }

    /** The commands to one collection, such as {@code find}. */
    public List<String> to(String collection) {
        return sent.stream()
                .filter(command -> command.get(command.getFirstKey()).isString()
                        && command.getString(command.getFirstKey()).getValue().equals(collection))
                .map(BsonDocument::getFirstKey)
                .toList();
    }
}
