package dev.naru.tests.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * SIGKILL at random moments while transactions over several partitions run: also between the decision of an end and its last
 * marker. Afterwards every transaction is in all of its partitions or in none, as its producer was told (FAILURES: T3, T4, and
 * anomalies 1, 3 and 7).
 *
 * <p>A few rounds in every build, more with {@code -Psoak}; {@code -Dnaru.seed=} replays the moments of a run.
 */
class KillUnderTransactionsTest {
    private static final String TOPIC = "ledger";
    private static final int PARTITIONS = 3;
    private static final int PRODUCERS = 3;
    private static final int LOAD_MS_MAX = 1_200;
    private static final int ROUNDS = 4;
    private static final int ROUNDS_SOAK = 60;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @BeforeAll
    static void quietenClients() {
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noTransactionIsTornByKills() throws Exception {
        survive(ROUNDS);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noTransactionIsTornByManyKills() throws Exception {
        survive(ROUNDS_SOAK);
    }

    private void survive(int rounds) throws Exception {
        long seed = Long.getLong("naru.seed", System.nanoTime());
        System.out.println("naru.seed=" + seed + " rounds=" + rounds);
        Random random = new Random(seed);
        try (BrokerProcess broker =
                        BrokerProcess.start(BrokerProgram.chosen(), TransactionalClients.broker(directory));
                TransactionalClients clients = new TransactionalClients(broker)) {
            clients.createTopic(TOPIC, PARTITIONS);
            List<TransactionLoad> loads = new ArrayList<>();
            for (int index = 0; index < PRODUCERS; index++) {
                loads.add(TransactionLoad.start(clients, TOPIC, PARTITIONS, "teller-" + index, random.nextLong()));
            }
            for (int round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LOAD_MS_MAX));
                broker.checkAlive();
                broker.kill();
                broker.restart();
            }
            for (TransactionLoad load : loads) {
                load.stop();
            }
            check("seed " + seed, clients.read(TOPIC, PARTITIONS, "read_committed"), loads);
            assertThat(broker.stop()).isIn(0, 143);
            assertThat(broker.log()).doesNotContain("LEAK:").doesNotContain("Exception");
        }
    }

    private static void check(String where, Map<Integer, List<String>> read, List<TransactionLoad> loads) {
        List<Set<String>> seen = new ArrayList<>();
        read.forEach((partition, values) -> {
            assertThat(values).as(where).doesNotHaveDuplicates();
            seen.add(new HashSet<>(values));
        });
        assertThat(seen).as("%s: all partitions tell the same", where).containsOnly(seen.get(0));
        int committed = 0;
        for (TransactionLoad load : loads) {
            assertThat(seen.get(0)).as(where).containsAll(load.committed()).doesNotContainAnyElementsOf(load.aborted());
            assertThat(load.committed()).as(where).isNotEmpty();
            committed += load.committed().size();
        }
        System.out.println(where + ": " + committed + " transactions known to be committed, "
                + seen.get(0).size() + " in the log");
    }
}
