package dev.naru.storage;

import dev.naru.common.runtime.EventLoop;
import java.util.function.Consumer;

/** Writes the recovery points and log start offsets of a directory as they are now; the log manager does. */
interface Checkpoints {
    /** Then one of the two runs on {@code replyTo}. */
    void write(LogDirectory directory, EventLoop replyTo, Runnable done, Consumer<Throwable> failed);
}
