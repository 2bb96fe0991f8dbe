package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import io.hookstream.embedded.DirectoryInUseException;
import io.hookstream.embedded.DirectoryLock;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;

class StartFailureTest {

    @TempDir
    Path folder;

    @Test
    void aProblemIsFoundHoweverDeepItIs() {
        Throwable thrown = new BeanCreationException(
                "outer", new IllegalStateException(new StartFailure.Problem("hookstream.roles: there is none")));
        assertThat(StartFailure.message(thrown)).isEqualTo("hookstream.roles: there is none");
    }

    @Test
    void aFolderInUseIsNamed() {
        try (DirectoryLock held = DirectoryLock.acquire(folder)) {
            DirectoryInUseException thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                    DirectoryInUseException.class, () -> DirectoryLock.acquire(folder));
            assertThat(StartFailure.message(new BeanCreationException("lock", thrown)))
                    .contains(folder.toString())
                    .contains("--data");
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> DirectoryLock.acquire(file));
        assertThat(StartFailure.message(new BeanCreationException("lock", thrown)))
                .isEqualTo("The data folder " + file + " cannot be used");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThat(StartFailure.message(new PortInUseException(8080)))
                .isEqualTo("port 8080 is taken; choose another with --port");
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        assertThat(StartFailure.message(new IllegalStateException(new BindException("Cannot assign address"))))
                .isEqualTo("the address cannot be used: Cannot assign address");
    }

    @ParameterizedTest
    @ValueSource(ints = {85, 86})
    void anIndexInTheWayIsNamed(int code) {
        MongoCommandException refused = refused(code, "Index already exists with a different name: mine");
        assertThat(StartFailure.message(new BeanCreationException("eventProjection", refused)))
                .contains("drop it: Index already exists with a different name: mine");
    }

    @Test
    void anotherRefusalOfTheStoreKeepsItsStackTrace() {
        assertThat(StartFailure.message(refused(13, "not authorized"))).isNull();
    }

    private static MongoCommandException refused(int code, String message) {
        return new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: %d, errmsg: '%s'}".formatted(code, message)), new ServerAddress());
    }

    @Test
    void aSettingThatCannotBeIsNamed() {
        assertThat(StartFailure.message(new IllegalStateException(new InvalidConfigurationPropertyValueException(
                        "hookstream.tracing.sampled", 2, "must be between 0 and 1"))))
                .isEqualTo("hookstream.tracing.sampled: must be between 0 and 1");
    }

    @Test
    void whatNobodyCanDoAnythingAboutKeepsItsStackTrace() {
        assertThat(StartFailure.message(new IllegalStateException("a bug"))).isNull();
        assertThat(StartFailure.message(null)).isNull();
    }
}
