package dev.naru.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import dev.naru.tests.wire.WireRecorder;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand random and mutated frames and batches: the broker stays up, other connections are unharmed, memory stays bounded.
 *
 * <p>{@code -Dnaru.seed=} throws the same garbage again.
 */
class GarbageTest {
    private static final int FRAME_COUNT = Integer.getInteger("naru.fuzz.frames", 10_000);
    private static final int FRAMES_PER_CONNECTION_MAX = 20;
    private static final int ANSWER_WAIT_MS = 2;
    private static final long RSS_GROWTH_BYTES_MAX = 300L << 20;
    private static final int LOW_SIZE_BYTES_MAX = 1 << 20;
    private static final List<JavaClientVersion> SAMPLED =
            List.of(JavaClientVersion.V0_11, JavaClientVersion.V2_8, JavaClientVersion.V4_4);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void survivesGarbageWithoutHarmToOthers() throws Exception {
        long seed = Long.getLong("naru.seed", System.nanoTime());
        System.out.println("naru.seed=" + seed);
        WireRecorder recorder = new WireRecorder();
        BrokerSpec spec = BrokerSpec.small(directory)
                .advertising(recorder.port())
                .with("socket.request.max.bytes", Integer.toString(LOW_SIZE_BYTES_MAX))
                .with("auto.create.topics.enable", "false");
        recorder.passOnTo(spec.port());
        BrokerProcess broker = BrokerProcess.start(BrokerProgram.chosen(), spec);
        try (recorder;
                broker) {
            Mutator mutator = new Mutator(seed, realFrames(broker, recorder));
            GoodNeighbour neighbour = new GoodNeighbour(broker.address());
            neighbour.start();
            long rssBefore = broker.usage().rssBytes();
            throwGarbage(spec.port(), mutator, broker, neighbour);
            long rssAfter = broker.usage().rssBytes();

            long before = neighbour.done();
            neighbour.stop();
            System.out.printf(
                    "seed %d: %d frames, %d records of the neighbour meanwhile, RSS %d -> %d MiB%n",
                    seed, FRAME_COUNT, before, rssBefore >> 20, rssAfter >> 20);
            assertThat(before).as("records that went there and back meanwhile").isPositive();
            assertThat(rssAfter - rssBefore).as("growth of RSS in bytes").isLessThan(RSS_GROWTH_BYTES_MAX);
            assertThat(broker.isAlive()).isTrue();
            assertThat(broker.log()).doesNotContain("LEAK:", "OutOfMemoryError");
        }
    }

    private static void throwGarbage(int port, Mutator mutator, BrokerProcess broker, GoodNeighbour neighbour)
            throws IOException {
        int thrown = 0;
        while (thrown < FRAME_COUNT) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ANSWER_WAIT_MS);
                thrown += throwOver(socket, mutator);
            }
            assertThat(broker.isAlive())
                    .as("the broker runs after %s frames", thrown)
                    .isTrue();
            neighbour.checkUnharmed();
        }
    }

    /** Sends frames until the broker has had enough of this connection; returns how many. */
    private static int throwOver(Socket socket, Mutator mutator) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        InputStream in = socket.getInputStream();
        byte[] answers = new byte[64 << 10];
        for (int thrown = 1; thrown <= FRAMES_PER_CONNECTION_MAX; thrown++) {
            byte[] frame = mutator.next();
            byte[] whole = new byte[4 + frame.length];
            ByteBuffer.wrap(whole).putInt(frame.length).put(frame);
            try {
                out.write(whole);
                out.flush();
                if (in.read(answers) < 0) {
                    return thrown;
                }
            } catch (SocketTimeoutException noAnswerYet) {
                continue;
            } catch (IOException connectionReset) {
                return thrown;
            }
        }
        return FRAMES_PER_CONNECTION_MAX;
    }

    /** What clients of three ages send when they do a bit of everything; none of it names the neighbour's topic. */
    private static List<byte[]> realFrames(BrokerProcess broker, WireRecorder recorder) throws Exception {
        for (JavaClientVersion version : SAMPLED) {
            KafkaActions client = version.connect(broker.address());
            String topic = "victim-" + version.version();
            client.createTopic(topic, 2, Map.of());
            for (String codec : List.of("none", "gzip", "snappy", "lz4")) {
                Map<String, Object> configs = Map.of("compression.type", codec, "acks", "all");
                client.produce(topic, configs, messages());
            }
            client.fetch(topic, 0, 0, 10);
            client.offsetForTime(topic, 0, 1);
            if (version.hasDescribeConfigs()) {
                client.describeTopicConfig(topic);
            }
            client.alterTopicConfig(topic, "retention.ms", "100000000");
            client.close();
        }
        List<byte[]> frames = recorder.frames();
        KafkaActions admin = JavaClientVersion.V4_4.connect(broker.address());
        admin.createTopic(GoodNeighbour.TOPIC, 1, Map.of());
        admin.close();
        return frames;
    }

    private static List<Message> messages() {
        return IntStream.range(0, 20)
                .mapToObj(i -> Message.of(i % 2, System.currentTimeMillis(), "key " + i, "value ".repeat(i)))
                .toList();
    }
}
