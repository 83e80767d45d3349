package dev.naru.broker.api;

import dev.naru.broker.purgatory.DelayedOperation;
import dev.naru.common.runtime.EventLoop;
import dev.naru.replication.WriteOutcome;
import dev.naru.storage.AppendOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One produce request while it is under way: its batches are appended, each on its partition's loop, and with {@code
 * acks=all} waited for, up to the request's timeout.
 *
 * <p>Threading: begun and ended on the request's loop; {@link #waiting} belongs, list by list, to the partitions' loops.
 */
final class Produce {
    private final RequestContext context;
    private final List<ProducePart> parts;
    private final boolean allInSync;
    private final int timeoutMs;
    private final Map<EventLoop, List<ReplicatedAppend>> waiting = new HashMap<>();
    private @Nullable DelayedOperation delay;
    private boolean done;

    Produce(RequestContext context, List<ProducePart> parts, boolean allInSync, int timeoutMs) {
        this.context = context;
        this.parts = parts;
        this.allInSync = allInSync;
        this.timeoutMs = timeoutMs;
    }

    /** Appends the valid parts; {@code answer} runs on the request's loop when every part has its outcome. */
    void start(Runnable answer) {
        List<ProducePart> valid = parts.stream().filter(ProducePart::isValid).toList();
        if (allInSync) {
            valid.forEach(part -> waiting.putIfAbsent(part.partition().loop(), new ArrayList<>()));
        }
        PerLoop.run(context, valid, part -> part.partition().loop(), this::append, () -> end(answer));
    }

    private void append(ProducePart part, Runnable partDone) {
        WriteOutcome outcome = part.partition().append(part.batch(), AppendOrigin.CLIENT, allInSync);
        if (part.onWritten(outcome) && allInSync) {
            ReplicatedAppend append = new ReplicatedAppend(part, partDone);
            append.start();
            if (!append.isOver()) {
                waiting.getOrDefault(part.partition().loop(), List.of()).add(append);
                context.loop().run(this::startTimer);
            }
        } else {
            partDone.run();
        }
    }

    /** Most requests never need it: with every replica in sync and quick, or only one of them, nobody waits. */
    private void startTimer() {
        if (delay == null && !done) {
            delay = DelayedOperation.start(context.loop(), timeoutMs, this::expire);
        }
    }

    /** Only the waits end; the answer follows the usual way, when every loop has reported. */
    private void expire() {
        waiting.forEach((loop, appends) -> loop.execute(() -> appends.forEach(ReplicatedAppend::expire)));
    }

    private void end(Runnable answer) {
        done = true;
        if (delay != null) {
            delay.end();
        }
        answer.run();
    }
}
