package dev.naru.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataKey;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The runtime, with a state that only remembers the latest generation of each group. */
class CoordinatorShardTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop =
            new SimulatedLoops(simulation, "coordinator", 1).all().get(0);
    private final InMemoryShardLog log = new InMemoryShardLog(loop);
    private final List<String> heard = new ArrayList<>();
    private final CoordinatorShard<Generations> shard =
            new CoordinatorShard<>("test", loop, log, TypedRecordSerde.GROUPS, Generations::new);

    /** A state machine as small as one can be. */
    private static final class Generations implements ShardState {
        final ShardTimers timers;
        final TreeMap<String, Integer> byGroup = new TreeMap<>();
        boolean isLoaded;
        boolean isUnloaded;

        Generations(ShardTimers timers) {
            this.timers = timers;
        }

        @Override
        public void replay(RecordOrigin origin, CoordinatorRecord record) {
            String group = ((GroupMetadataKey) record.key()).group();
            if (record.value() instanceof GroupMetadataValue value) {
                byGroup.put(group, value.generation());
            } else {
                byGroup.remove(group);
            }
        }

        @Override
        public void replayEnd(long offset, TransactionEnd end) {
            byGroup.put("end of " + end.producer().id(), end.committed() ? 1 : 0);
        }

        @Override
        public void onLoaded() {
            isLoaded = true;
        }

        @Override
        public void onUnloaded() {
            isUnloaded = true;
        }

        @Override
        public String dump() {
            return byGroup.toString();
        }
    }

    private static CoordinatorRecord generation(String group, int generation) {
        return CoordinatorRecord.of(
                new GroupMetadataKey().group(group), new GroupMetadataValue().generation(generation), 3);
    }

    private void load() {
        loop.execute(shard::load);
        turn();
    }

    private void turn() {
        simulation.runFor(1);
    }

    private void on(Runnable work) {
        loop.execute(work);
        turn();
    }

    /** Writes a generation; what comes of it is heard as {@code name} or {@code name ERROR}. */
    private void write(String name, String group, int generation) {
        shard.decide(
                state -> new Decision<>(List.of(generation(group, generation)), name),
                heard::add,
                error -> heard.add(name + " " + error));
    }

    private void read(String name) {
        shard.decide(
                state -> Decision.answer(name + " " + state.dump()),
                heard::add,
                error -> heard.add(name + " " + error));
    }

    @Test
    void refusesUntilTheLogHasBeenReplayed() {
        loop.execute(() -> {
            shard.load();
            read("early");
        });
        turn();
        on(() -> read("late"));

        assertThat(heard).containsExactly("early COORDINATOR_LOAD_IN_PROGRESS", "late {}");
    }

    @Test
    void showsADecisionToTheNextRequestAndAnswersBothWhenItIsCommitted() {
        load();
        log.holdBack();
        on(() -> {
            write("first", "g", 1);
            write("second", "h", 2);
            read("third");
        });
        assertThat(heard).isEmpty();
        on(log::commit);

        assertThat(heard).containsExactly("first", "second", "third {g=1, h=2}");
        assertThat(log.endOffset()).isEqualTo(2);
    }

    @Test
    void readsWhatItWroteAfterATakeover() {
        load();
        on(() -> write("first", "g", 1));
        on(() -> write("second", "g", 2));
        on(() -> write("third", "h", 7));
        CoordinatorShard<Generations> next =
                new CoordinatorShard<>("next", loop, log, TypedRecordSerde.GROUPS, Generations::new);
        on(shard::unload);
        on(next::load);

        on(() -> {
            Generations state = next.activeState();
            heard.add(state == null ? "not loaded" : state.dump());
        });
        on(() -> read("former"));
        assertThat(heard).endsWith("{g=2, h=7}", "former NOT_COORDINATOR");
    }

    @Test
    void throwsAwayWhatTheLogRefusedAndLoadsAnew() {
        load();
        on(() -> write("first", "g", 1));
        Generations[] before = new Generations[1];
        on(() -> before[0] = shard.activeState());
        log.refuseAppends(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        on(() -> {
            write("lost", "g", 2);
            read("too early");
        });
        log.refuseAppends(ErrorCode.NONE);
        on(() -> read("after"));

        assertThat(heard)
                .containsExactly(
                        "first",
                        "lost COORDINATOR_NOT_AVAILABLE",
                        "too early COORDINATOR_NOT_AVAILABLE",
                        "after {g=1}");
        assertThat(before[0].isUnloaded).isTrue();
    }

    @Test
    void refusesWhoeverWaitsForACommitThatNeverComes() {
        load();
        log.holdBack();
        on(() -> write("uncommitted", "g", 1));
        on(shard::unload);

        assertThat(heard).containsExactly("uncommitted NOT_COORDINATOR");
    }

    @Test
    void letsTimersDieWithTheirState() {
        load();
        on(() -> {
            Generations state = shard.activeState();
            state.timers.schedule(10, () -> new Decision<>(List.of(generation("t", 1)), () -> heard.add("fired")));
            state.timers.schedule(50, () -> new Decision<>(List.of(generation("t", 2)), () -> heard.add("dead")));
        });
        simulation.runFor(30);
        on(shard::unload);
        simulation.runFor(100);

        assertThat(heard).containsExactly("fired");
        assertThat(log.endOffset()).isEqualTo(1);
    }

    @Test
    void triesATimerAgainThatCouldNotWrite() {
        load();
        log.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        on(() -> {
            // The shard refuses requests, but knows its state.
            Generations state = shard.activeState();
            state.timers.schedule(10, () -> new Decision<>(List.of(generation("t", 1)), () -> heard.add("fired")));
        });
        simulation.runFor(100);
        assertThat(heard).isEmpty();
        log.refuse(ErrorCode.NONE);
        simulation.runFor(1_000);

        assertThat(heard).containsExactly("fired");
    }

    @Test
    void keepsTransactionsApartAndEndsThem() {
        load();
        ProducerIdentity producer = new ProducerIdentity(7, (short) 0);
        on(() -> {
            write("plain", "g", 1);
            shard.decide(
                    state -> new Decision<>(List.of(generation("h", 2)), "in transaction", producer),
                    heard::add,
                    error -> heard.add("refused " + error));
            write("plain too", "i", 3);
            shard.endTransaction(new TransactionEnd(producer, 0, true), error -> heard.add("end " + error));
        });

        assertThat(heard).containsExactly("plain", "in transaction", "plain too", "end NONE");
        // Three records and the marker, in the order of the decisions.
        assertThat(log.endOffset()).isEqualTo(4);
        CoordinatorShard<Generations> next =
                new CoordinatorShard<>("next", loop, log, TypedRecordSerde.GROUPS, Generations::new);
        on(next::load);
        on(() -> {
            Generations state = next.activeState();
            heard.add(state == null ? "not loaded" : state.dump());
        });
        assertThat(heard).endsWith("{end of 7=1, g=1, h=2, i=3}");
    }
}
