package io.hookstream.query;

import io.hookstream.messages.PageRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Stores of its own for each test. */
public abstract class WithReadModels {

    @TempDir
    protected Path directory;

    protected WrittenReadModels models;

    @BeforeEach
    protected void open() {
        models = new WrittenReadModels(TestDocumentStore.open(getClass(), directory));
    }

    @AfterEach
    protected void close() {
        models.close();
    }

    /** One page of ids, and the cursor of the next one. */
    public record Ids(List<String> ids, @Nullable String next) {}

    /** The ids of each page until there is no next one. */
    protected static List<List<String>> walk(int limit, Function<PageRequest, Ids> list) {
        List<List<String>> pages = new ArrayList<>();
        Ids page = list.apply(new PageRequest(null, limit));
        pages.add(page.ids());
        while (page.next() != null) {
            page = list.apply(new PageRequest(page.next(), limit));
            pages.add(page.ids());
        }
        return pages;
    }
}
