package io.hookstream.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The document store's file could not be read or written. Clients are told with MongoDB's own codes. */
final class DocumentStorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int INTERNAL_ERROR = 1;
    private static final int OUT_OF_DISK_SPACE = 14031;

    DocumentStorageException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    DocumentStorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a table was not there: it was dropped, or created, while the command began. */
    boolean isOfMissingTable() {
        return String.valueOf(getMessage()).contains("no such table");
    }

    private boolean isFull() {
        Throwable cause = getCause() instanceof DocumentStorageException shared ? shared.getCause() : getCause();
        return cause instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_WRITE);
    }

    MongoServerError toServerError() {
        return isFull()
                ? new MongoServerError(
                        OUT_OF_DISK_SPACE,
                        "OutOfDiskSpace",
                        "The document store could not be written: " + getMessage(),
                        this)
                : new MongoServerError(
                        INTERNAL_ERROR, "InternalError", "The document store failed: " + getMessage(), this);
    }
}
