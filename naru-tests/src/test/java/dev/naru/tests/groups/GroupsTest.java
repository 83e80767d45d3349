package dev.naru.tests.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups of the Java client (eager, cooperative, and the new protocol), kcat, kafkajs and two Python clients read one topic to which
 * records keep coming. Members join, crash, leave and return; the broker is stopped and killed. FAILURES.md: G2, G4, G5, lost write,
 * internal read contiguity, unseen forever.
 */
class GroupsTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupsTest.class);
    private static final String TOPIC = "harbour";
    private static final int PARTITIONS = 4;
    private static final int CATCH_UP_TIMEOUT_S = 90;
    /** It commits what it was given, and prints it afterwards. */
    private static final int UNSEEN_BY_KCAT_MAX = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final EventLog log = new EventLog();

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void processEveryRecordOncePerCommitHistoryWhoeverDies() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(BrokerProgram.chosen(), spec())) {
            createTopic(broker.address());
            try (RecordFeed feed = new RecordFeed(broker.address(), TOPIC, PARTITIONS);
                    Members members = new Members(broker.address(), TOPIC, log, 3)) {
                feed.start();
                live(broker, feed, members);
                List<Long> ends = feed.finish();
                awaitAllRead(members, ends);
                leaveAll(members);

                for (String group : members.groups()) {
                    check(group, ends);
                }
                broker.stop();
                assertThat(broker.log()).doesNotContain("LEAK:");
            }
        }
    }

    private void check(String group, List<Long> ends) {
        boolean hasKcat = group.equals("kcat") || group.equals("mixed");
        try {
            int twice = new GroupHistory(log.of(group), hasKcat ? UNSEEN_BY_KCAT_MAX : 0).check(ends);
            LOGGER.info("group={} ends={} processedTwice={}", group, ends, twice);
        } catch (AssertionError e) {
            throw new AssertionError("group " + group + ": " + e.getMessage(), e);
        }
    }

    private void live(BrokerProcess broker, RecordFeed feed, Members members) throws Exception {
        members.generation("first").start();
        members.generation("second").start();
        awaitAllRead(members, feed.ends());
        members.generation("third").start();
        awaitAllRead(members, feed.ends());
        members.generation("first").crash();
        awaitAllRead(members, feed.ends());
        members.generation("second").leave();
        awaitAllRead(members, feed.ends());
        members.generation("first").start();
        members.generation("second").start();
        awaitAllRead(members, feed.ends());
        broker.stop();
        broker.restart();
        awaitAllRead(members, feed.ends());
        broker.kill();
        broker.restart();
        awaitAllRead(members, feed.ends());
    }

    private static void leaveAll(Members members) throws Exception {
        for (String which : List.of("first", "second", "third")) {
            members.generation(which).leave();
        }
    }

    /** Every group comes to where the feed is now. */
    private void awaitAllRead(Members members, List<Long> ends) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CATCH_UP_TIMEOUT_S);
        Set<String> behind = new TreeSet<>(members.groups());
        while (!behind.isEmpty()) {
            behind.removeIf(group -> log.hasRead(group, ends));
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("groups " + behind + " did not come to " + ends + " but to " + log.progress()
                        + "; what was printed besides:\n" + log.unreadable());
            }
            members.keepRunning();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private BrokerSpec spec() throws Exception {
        return BrokerSpec.small(directory)
                .with("group.initial.rebalance.delay.ms", "500")
                .with("group.consumer.session.timeout.ms", "6000")
                .with("group.consumer.min.session.timeout.ms", "6000")
                .with("group.consumer.heartbeat.interval.ms", "500")
                .with("group.consumer.min.heartbeat.interval.ms", "500");
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }
}
