package io.hookstream.query;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/** What the query side has asked its store for. */
final class SentCommands implements CommandListener {

    /** What goes with any use of a store, and looks for nothing. */
    private static final Set<String> HOUSEKEEPING = Set.of("endSessions", "getMore", "killCursors");

    private final List<BsonDocument> commands = new ArrayList<>();

    @Override
    public synchronized void commandStarted(CommandStartedEvent event) {
        if (!HOUSEKEEPING.contains(event.getCommandName())) {
            // A copy, because the driver's is a view of a buffer that it will use again.
            commands.add(BsonDocument.parse(event.getCommand().toJson()));
        }
    }

    /** Those since the last call. */
    synchronized List<BsonDocument> take() {
        List<BsonDocument> taken = List.copyOf(commands);
        commands.clear();
        return taken;
    }
}
