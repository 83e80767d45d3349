package dev.naru.tests.simulation.coordination;

import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * One run: producers, a pipeline and readers at work, everything that goes wrong, and then, when all is healed, the whole history
 * held against what is committed.
 *
 * <p>Threading: the simulation's thread.
 */
final class TransactionWorld {
    private static final TransactionalWriter.Topic TOPIC = new TransactionalWriter.Topic("ledger", 3);
    private static final String COPIES = "copies";
    private static final int WRITERS_MAX = 4;
    private static final int STRIKES_MAX = 5;

    private final Gen gen;
    private final Cluster cluster;
    private final TransactionHistory history = new TransactionHistory();
    private final List<TransactionalWriter> writers = new ArrayList<>();
    private final List<CommittedReader> readers = new ArrayList<>();
    private final Pipeline pipeline;

    TransactionWorld(Gen gen, boolean isSecondVersion) throws Exception {
        this.gen = gen;
        this.cluster = new Cluster(gen);
        for (int i = gen.intIn(1, WRITERS_MAX); i > 0; i--) {
            writers.add(
                    new TransactionalWriter("writer-" + i, TOPIC, caller(isSecondVersion), isSecondVersion, history));
        }
        for (int partition = 0; partition < TOPIC.partitions(); partition++) {
            readers.add(new CommittedReader(TOPIC.name(), partition, cluster.caller(), history));
        }
        readers.add(new CommittedReader(COPIES, 0, cluster.caller(), history));
        this.pipeline =
                new Pipeline("pipeline", TOPIC.name(), COPIES, caller(isSecondVersion), isSecondVersion, history);
    }

    /** What comes late can hurt the first version of the protocol, which is why there is a second. */
    private Caller caller(boolean isSecondVersion) {
        return isSecondVersion ? cluster.caller().withGhosts() : cluster.caller();
    }

    /** Runs it all; throws when something cannot be. Returns one line that says how much happened. */
    String run() throws Exception {
        cluster.start();
        cluster.createTopic(TOPIC.name(), TOPIC.partitions());
        cluster.createTopic(COPIES, 1);
        writers.forEach(TransactionalWriter::go);
        readers.forEach(CommittedReader::go);
        pipeline.go();
        for (int strikes = gen.intIn(1, STRIKES_MAX); strikes > 0; strikes--) {
            work();
            cluster.strike();
        }
        work();
        settle();
        return "%d transactions, %d values read, %d events"
                .formatted(
                        history.transactions().size(),
                        history.readCount(),
                        cluster.simulation().eventsRun());
    }

    private void work() {
        for (int crashes = gen.intIn(0, 3); crashes > 0; crashes--) {
            cluster.simulation().runFor(gen.intIn(20, 2_500));
            if (gen.chance(30)) {
                pipeline.crash();
            } else {
                gen.oneOf(writers).crash();
            }
        }
        cluster.simulation().runFor(gen.intIn(20, 2_500));
    }

    private void settle() {
        writers.forEach(TransactionalWriter::finish);
        cluster.runUntil("every producer is done", () -> writers.stream().allMatch(TransactionalWriter::isIdle));
        pipeline.finish();
        cluster.runUntil("the pipeline has copied all", pipeline::isIdle);
        readers.forEach(CommittedReader::finish);
        Map<String, NavigableMap<Long, String>> visible = new HashMap<>();
        readers.forEach(reader -> reader.readAll(values -> visible.put(reader.place(), values)));
        cluster.runUntil("nothing is open any more", () -> visible.size() == readers.size());
        history.checkAtRest(visible);
        Pipeline.checkCopies(visible.get(TOPIC.name() + "-0"), visible.get(COPIES + "-0"));
    }
}
