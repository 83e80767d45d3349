package dev.naru.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.InMemoryShardLog;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.protocol.ErrorCode;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One shard of transactions on a simulated loop, with a log that survives it and partitions to send markers to.
 *
 * <p>Threading: confined to the test's thread.
 */
final class TransactionWorld {
    static final TransactionConfig CONFIG = new TransactionConfig(900_000, 3_600_000, 1_000, 60_000);
    private static final long TURN_MS = 1;
    private static final int TURNS_MAX = 100;

    final Simulation simulation;
    final EventLoop loop;
    final InMemoryShardLog log;
    final FakePartitions partitions = new FakePartitions();
    private CoordinatorShard<TransactionShard> shard;
    private int coordinatorEpoch;
    private long nextProducerId = 1000;

    TransactionWorld(long seed) {
        simulation = new Simulation(seed);
        loop = new SimulatedLoops(simulation, "coordinator", 1).all().get(0);
        log = new InMemoryShardLog(loop);
        shard = load();
    }

    private CoordinatorShard<TransactionShard> load() {
        int epoch = coordinatorEpoch;
        CoordinatorShard<TransactionShard> made = new CoordinatorShard<>(
                "transactions",
                loop,
                log,
                TypedRecordSerde.TRANSACTIONS,
                timers -> new TransactionShard(timers, CONFIG, epoch, partitions));
        loop.execute(made::load);
        return made;
    }

    /** Another broker takes over, or this one again. */
    void fail() {
        CoordinatorShard<TransactionShard> before = shard;
        loop.execute(before::unload);
        coordinatorEpoch++;
        shard = load();
    }

    /** Another broker takes over that never got what was not committed. */
    void failAndLoseUncommitted() {
        CoordinatorShard<TransactionShard> before = shard;
        loop.execute(() -> {
            before.unload();
            log.loseUncommitted();
            log.commit();
        });
        coordinatorEpoch++;
        shard = load();
    }

    void run() {
        simulation.runFor(TURN_MS);
    }

    /** Has something decided, now or as soon as the loop comes to it. */
    <T> void decide(Function<TransactionShard, Decision<T>> handler, Consumer<T> answer, Consumer<ErrorCode> refused) {
        CoordinatorShard<TransactionShard> asked = shard;
        loop.execute(() -> asked.decide(handler, answer, refused));
    }

    /** InitProducerId, with a fresh producer id if one is needed. */
    void init(InitProducer request, Consumer<ProducerAnswer> answer) {
        decide(
                state -> state.initProducer(request),
                given -> {
                    if (given.needsProducerId()) {
                        init(
                                new InitProducer(
                                        request.transactionalId(),
                                        request.timeoutMs(),
                                        request.expected(),
                                        nextProducerId++),
                                answer);
                    } else {
                        answer.accept(given);
                    }
                },
                error -> answer.accept(ProducerAnswer.refusal(error)));
    }

    /** EndTxn, with a fresh producer id if one is needed. */
    void end(EndTransaction request, Consumer<ProducerAnswer> answer) {
        decide(
                state -> state.endTransaction(request),
                given -> {
                    if (given.needsProducerId()) {
                        end(
                                new EndTransaction(
                                        request.transactionalId(),
                                        request.producer(),
                                        request.commit(),
                                        request.version(),
                                        nextProducerId++),
                                answer);
                    } else {
                        answer.accept(given);
                    }
                },
                error -> answer.accept(ProducerAnswer.refusal(error)));
    }

    String dump() {
        String[] text = new String[1];
        loop.execute(() -> {
            TransactionShard state = shard.activeState();
            text[0] = state == null ? "not loaded\n" : state.dump();
        });
        run();
        return text[0];
    }

    /**
     * What is in memory is what the log says, as soon as what was decided in the same turn has been written together: so it may
     * take a few turns until a moment comes when nothing is about to be written.
     */
    void checkReplay() {
        String[] texts = {"", "nothing yet"};
        for (int turn = 0; turn < TURNS_MAX && !texts[0].equals(texts[1]); turn++) {
            loop.execute(() -> {
                TransactionShard live = shard.activeState();
                texts[0] = live == null ? "" : live.dump();
                texts[1] = live == null ? "" : replayed().dump();
            });
            run();
        }
        assertThat(texts[0]).isEqualTo(texts[1]);
    }

    private TransactionShard replayed() {
        TransactionShard[] replayed = new TransactionShard[1];
        CoordinatorShard<TransactionShard> again = new CoordinatorShard<>(
                "again",
                loop,
                log.copy(),
                TypedRecordSerde.TRANSACTIONS,
                timers -> replayed[0] = new TransactionShard(timers, CONFIG, coordinatorEpoch, (a, b, c) -> {}));
        again.load();
        // It is never in service, so it sends no markers.
        again.unload();
        return replayed[0];
    }
}
