package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.naru.protocol.OfficialContent.Shape;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.MetadataResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.protocol.Message;
import org.junit.jupiter.api.Test;

/** Bytes that are not what they claim to be: only the declared errors, and never much memory. */
class GarbageTest {
    /** What decoding may allocate: so much in any case, and so much for each byte of input. */
    private static final long ALLOCATED_BYTES_ALWAYS = 64 * 1024;

    private static final long ALLOCATED_BYTES_PER_BYTE = 80;

    private static final List<MessagePair> PAIRS = MessagePair.all();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Seeded(count = 2)
    void refusesEveryTruncation(Gen gen) {
        for (MessagePair pair : PAIRS) {
            for (short version : pair.versions()) {
                byte[] whole = valid(pair, version, gen);
                int step = Math.max(1, whole.length / 150);
                for (int size = 0; size < whole.length; size += step) {
                    byte[] cut = Arrays.copyOf(whole, size);
                    assertThatThrownBy(() -> pair.decodeOurs(cut, version))
                            .as("%s version %d, %d of %d bytes", pair, version, size, whole.length)
                            .isInstanceOf(MalformedMessageException.class);
                }
            }
        }
    }

    @Seeded(count = 10)
    void survivesMutations(Gen gen) {
        for (MessagePair pair : PAIRS) {
            for (short version : pair.versions()) {
                byte[] bytes = valid(pair, version, gen);
                for (int i = gen.intIn(1, 4); i > 0 && bytes.length > 0; i--) {
                    bytes[gen.intIn(0, bytes.length - 1)] = gen.anyByte();
                }
                decodeWithinBounds(pair, bytes, version);
            }
        }
    }

    @Seeded(count = 10)
    void survivesNoise(Gen gen) {
        for (MessagePair pair : PAIRS) {
            for (short version : pair.versions()) {
                byte[] noise = gen.bytesUpTo(400);
                // Small numbers are lengths that are believed for longest.
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = gen.chance(70) ? (byte) gen.intIn(0, 3) : noise[i];
                }
                decodeWithinBounds(pair, noise, version);
            }
        }
    }

    @Test
    void refusesLengthsBeyondWhatRemains() {
        for (int length : new int[] {1, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            ByteBuffer claim = ByteBuffer.allocate(Integer.BYTES).putInt(0, length);
            MessageReader list = new MessageReader(claim);
            MessageReader bytes = new MessageReader(claim);
            MessageReader records = new MessageReader(claim);
            assertThatThrownBy(() -> list.arraySize(false)).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(() -> bytes.bytes(false)).isInstanceOf(MalformedMessageException.class);
            assertThatThrownBy(() -> records.records(false)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void boundsAllListsOfAMessageTogether() {
        MetadataResponse response = new MetadataResponse();
        List<MetadataResponse.MetadataResponseBroker> brokers = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            brokers.add(new MetadataResponse.MetadataResponseBroker().nodeId(i));
        }
        byte[] bytes = MessageParts.bytes(response.brokers(brokers), (short) 9);

        new MetadataResponse().read(new MessageReader(ByteBuffer.wrap(bytes), 11), (short) 9);
        assertThatThrownBy(() -> new MetadataResponse().read(new MessageReader(ByteBuffer.wrap(bytes), 10), (short) 9))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("together");
    }

    @Test
    void refusesAListOfMoreThanAMillion() {
        int size = MessageReader.LIST_SIZE_MAX + 1;
        ByteBuffer list = ByteBuffer.allocate(Integer.BYTES + size).putInt(0, size);

        assertThatThrownBy(() -> new MessageReader(list).int8s(false))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("1000001");
    }

    @Test
    void refusesVersionsThatDoNotExist() {
        for (short version : new short[] {-1, 3, 19, Short.MAX_VALUE, Short.MIN_VALUE}) {
            MessageReader reader = new MessageReader(ByteBuffer.allocate(100));
            assertThatThrownBy(() -> new FetchRequest().read(reader, version))
                    .isInstanceOf(UnsupportedVersionException.class)
                    .hasMessage("FetchRequest has no version " + version + ", only 4 to 18");
            assertThatThrownBy(() -> MessageParts.of(new FetchRequest(), version))
                    .isInstanceOf(UnsupportedVersionException.class);
        }
    }

    private void decodeWithinBounds(MessagePair pair, byte[] bytes, short version) {
        ApiMessage message = pair.newOurs();
        MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean whole = true;
        try {
            message.read(reader, version);
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageContaining("at byte");
            whole = false;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated)
                .as("bytes allocated by %s version %d for %d bytes", pair, version, bytes.length)
                .isLessThan(ALLOCATED_BYTES_ALWAYS + ALLOCATED_BYTES_PER_BYTE * bytes.length);
        if (whole) {
            // What could be read can be written, and says the same: nothing half understood gets any further.
            assertThat(pair.decodeOurs(pair.encodeOurs(message, version), version))
                    .as("%s version %d", pair, version)
                    .isEqualTo(message);
        }
    }

    private static byte[] valid(MessagePair pair, short version, Gen gen) {
        Message official = pair.newOfficial();
        OfficialContent.fill(official, version, gen, Shape.RANDOM);
        return pair.encodeOfficial(official, version);
    }
}
