package dev.naru.coordinator.group;

import dev.naru.protocol.ErrorCode;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A response that is owed. It is given once: what is sent later is dropped.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class Reply<R> {
    private final Replies owed;
    private final Consumer<R> target;
    private final Function<ErrorCode, R> failure;
    private boolean isSent;

    Reply(Replies owed, Consumer<R> target, Function<ErrorCode, R> failure) {
        this.owed = owed;
        this.target = target;
        this.failure = failure;
    }

    /** Gives the response, unless one was given. */
    public void send(R response) {
        if (!isSent) {
            drop();
            target.accept(response);
        }
    }

    /** Will not be given. */
    void drop() {
        isSent = true;
        owed.remove(target, this);
    }

    /** Gives a response that says only this error. */
    public void fail(ErrorCode error) {
        send(failure.apply(error));
    }

    /** The response that says only this error. */
    public R failure(ErrorCode error) {
        return failure.apply(error);
    }
}
