package dev.naru.tests.engines;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One broker with its topics and, once started, one engine that works on them.
 *
 * <p>Threading: the test's thread.
 */
final class Rig implements AutoCloseable {
    static final int PARTITIONS = 3;
    private static final int PROGRESS_RECORDS = 150;

    private final Path directory;
    private final BrokerProcess broker;
    private EngineProcess engine;

    private Rig(Path directory, BrokerProcess broker) {
        this.directory = directory;
        this.broker = broker;
    }

    static Rig withTopics(Path directory, String... topics) throws Exception {
        BrokerSpec spec = BrokerSpec.small(directory)
                .with("group.initial.rebalance.delay.ms", "0")
                // Fewer partitions to load and fewer files; what is in them is the same.
                .with("offsets.topic.num.partitions", "5")
                .with("transaction.state.log.num.partitions", "5");
        Rig rig = new Rig(directory, BrokerProcess.start(BrokerProgram.chosen(), spec));
        Set<NewTopic> made = Stream.of(topics)
                .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                .collect(Collectors.toSet());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", rig.bootstrap()))) {
            admin.createTopics(made).all().get();
        }
        return rig;
    }

    String bootstrap() {
        return broker.address();
    }

    /** A directory that outlives the engine's process. */
    Path directory(String name) {
        return directory.resolve(name);
    }

    void startEngine(Engine kind, String... arguments) throws IOException {
        engine = EngineProcess.start(kind, directory("engine"), List.of(arguments));
    }

    EngineProcess engine() {
        return engine;
    }

    /** Lets the engine work, kills it, lets it work, kills the broker, lets it work again. */
    void killBothInTheMiddle(CommittedTopic output) throws Exception {
        awaitProgress(output);
        engine.killAndRestart();
        awaitProgress(output);
        broker.kill();
        broker.restart();
        awaitProgress(output);
    }

    private void awaitProgress(CommittedTopic output) throws Exception {
        int goal = output.records().size() + PROGRESS_RECORDS;
        output.await("progress", engine, records -> records.size() >= goal);
    }

    @Override
    public void close() {
        try (broker) {
            if (engine != null) {
                engine.close();
            }
        }
    }
}
