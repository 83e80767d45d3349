package dev.naru.broker.api;

import dev.naru.broker.purgatory.DelayedOperation;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.replication.WriteOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One produce request while it is under way: its batches are appended, each on its partition's loop, and with {@code
 * acks=all} waited for, up to the request's timeout. Batches that begin a transaction in their partition are stopped there
 * and appended in another pass, once the transaction's coordinator has let them through the {@link TransactionGate}.
 *
 * <p>Threading: begun and ended on the request's loop; {@link #waiting} belongs, list by list, to the partitions' loops.
 */
final class Produce {
    private final RequestContext context;
    private final List<ProducePart> parts;
    private final Waiting acks;
    private final TransactionGate gate;
    private final TransactionGate.@Nullable Entrant entrant;
    private final Map<EventLoop, List<ReplicatedAppend>> waiting = new HashMap<>();
    private @Nullable DelayedOperation delay;
    private boolean done;

    /** Whether the producer waits for every in-sync replica, and for how long. */
    record Waiting(boolean allInSync, int timeoutMs) {}

    /** {@code entrant} is the producer's transaction, if it has one. */
    Produce(
            RequestContext context,
            List<ProducePart> parts,
            Waiting acks,
            TransactionGate gate,
            TransactionGate.@Nullable Entrant entrant) {
        this.context = context;
        this.parts = parts;
        this.acks = acks;
        this.gate = gate;
        this.entrant = entrant;
    }

    /** Appends the valid parts; {@code answer} runs on the request's loop when every part has its outcome. */
    void start(Runnable answer) {
        List<ProducePart> valid = parts.stream().filter(ProducePart::isValid).toList();
        if (acks.allInSync) {
            valid.forEach(part -> waiting.putIfAbsent(part.partition().loop(), new ArrayList<>()));
        }
        append(valid, () -> askAtGate(answer));
    }

    private void append(List<ProducePart> valid, Runnable next) {
        PerLoop.run(context, valid, part -> part.partition().loop(), this::append, next);
    }

    private void askAtGate(Runnable answer) {
        List<ProducePart> stopped = parts.stream().filter(ProducePart::isAtGate).toList();
        if (stopped.isEmpty() || entrant == null) {
            end(answer);
            return;
        }
        Set<TopicPartition> partitions = new TreeSet<>();
        stopped.forEach(part -> partitions.add(part.partition().id()));
        gate.ask(entrant, partitions, context, verdicts -> {
            stopped.forEach(part ->
                    part.onVerdict(verdicts.getOrDefault(part.partition().id(), ErrorCode.NONE)));
            append(stopped.stream().filter(ProducePart::isValid).toList(), () -> askAtGate(answer));
        });
    }

    private void append(ProducePart part, Runnable partDone) {
        WriteOutcome outcome = part.partition().append(part.batch(), part.terms(), acks.allInSync);
        if (part.isStoppedAtGate(outcome)) {
            partDone.run();
        } else if (part.onWritten(outcome) && acks.allInSync) {
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
        if ((delay == null || delay.isOver()) && !done) {
            delay = DelayedOperation.start(context.loop(), acks.timeoutMs, this::expire);
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
