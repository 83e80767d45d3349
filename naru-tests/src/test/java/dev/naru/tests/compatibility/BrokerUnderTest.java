package dev.naru.tests.compatibility;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import dev.naru.tests.wire.ExpectedVersions;
import dev.naru.tests.wire.WireRecorder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker process with a {@link WireRecorder} in front of it, for the tests of one class.
 *
 * <p>Threading: the test's thread.
 */
final class BrokerUnderTest {
    private final WireRecorder recorder;
    private final BrokerProcess broker;

    private BrokerUnderTest(WireRecorder recorder, BrokerProcess broker) {
        this.recorder = recorder;
        this.broker = broker;
    }

    static BrokerUnderTest start(Path directory) throws IOException, InterruptedException {
        WireRecorder recorder = new WireRecorder();
        BrokerSpec spec = BrokerSpec.small(directory)
                .advertising(recorder.port())
                .with("auto.create.topics.enable", "true")
                .with("num.partitions", "1");
        recorder.passOnTo(spec.port());
        return new BrokerUnderTest(recorder, BrokerProcess.start(BrokerProgram.chosen(), spec));
    }

    /** What clients connect to: the recorder, which is also what the broker advertises. */
    String address() {
        return broker.address();
    }

    WireRecorder recorder() {
        return recorder;
    }

    /** Fails if this client spoke other versions than it speaks to Apache Kafka. */
    void checkWireOf(String client) throws IOException {
        ExpectedVersions.check(client, recorder.versions().lineOf(client));
    }

    /** Stops the broker the clean way, and fails if Netty found a buffer that nobody released. */
    void close() throws IOException, InterruptedException {
        try (recorder) {
            broker.stop();
            String log = broker.log();
            if (log.contains("LEAK:")) {
                throw new AssertionError("the broker lost a buffer:\n" + log);
            }
        } finally {
            broker.close();
        }
    }
}
