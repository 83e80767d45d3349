package dev.naru.storage;

import java.nio.file.Path;

/** What the log manager tells its owner. Called on the manager's loop, each once per directory. */
public interface LogManagerListener {
    /** A log directory failed; every log in it is offline and throws {@link LogOfflineException}. */
    void onDirectoryOffline(Path directory, Throwable cause);
}
