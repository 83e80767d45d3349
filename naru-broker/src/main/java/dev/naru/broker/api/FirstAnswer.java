package dev.naru.broker.api;

import dev.naru.protocol.ApiResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The answer to a request that two may give: the coordinator, when it is ready, and whoever learns that it never will be.
 * The first one counts.
 *
 * <p>The response is encoded on the request's loop, where a failure ends the request. Whoever gives it may be in the middle of
 * something that others need too: a timer of the shard, or the commit of a batch.
 *
 * <p>Threading: safe from any thread.
 */
final class FirstAnswer {
    private final RequestContext context;
    private final AtomicBoolean isGiven = new AtomicBoolean();

    FirstAnswer(RequestContext context) {
        this.context = context;
    }

    /** Answers, unless that was done before. */
    void give(ApiResponse response) {
        if (isGiven.compareAndSet(false, true)) {
            context.runOn(context.loop(), () -> context.respond(response));
        }
    }
}
