package dev.naru.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of each small file, written out. */
class LayoutTest {
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final FileCache cache = new FileCache(disk, 10);
    private final LogFolder folder = new LogFolder(Path.of("/data/orders-0"));

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(folder.path());
    }

    private String hex(FileKind kind, long offset) throws IOException {
        return HexFormat.of().formatHex(WholeFile.read(disk, folder.file(kind, offset)));
    }

    @Test
    void namesFilesWithTwentyDigits() {
        assertThat(FileKind.LOG.nameOf(42)).isEqualTo("00000000000000000042.log");
        assertThat(FileKind.SNAPSHOT.nameOf(Long.MAX_VALUE)).isEqualTo("09223372036854775807.snapshot");
        assertThat(FileKind.LOG.offsetIn("09223372036854775807.log")).isEqualTo(Long.MAX_VALUE);
        assertThat(FileKind.LOG.offsetIn("09223372036854775808.log")).isEqualTo(-1);
        assertThat(FileKind.LOG.offsetIn("99999999999999999999.log")).isEqualTo(-1);
        assertThat(FileKind.LOG.offsetIn("0000000000000000004x.log")).isEqualTo(-1);
        assertThat(FileKind.LOG.offsetIn("00000000000000000042.index")).isEqualTo(-1);
    }

    @Test
    void writesOffsetIndexEntries() throws IOException {
        OffsetIndex index = new OffsetIndex(new LogFile(cache, folder, 1000, FileKind.OFFSET_INDEX), 1000, 0);
        index.append(1010, 4096);
        index.append(1263, 70_000);
        index.entries().seal();
        assertThat(hex(FileKind.OFFSET_INDEX, 1000)).isEqualTo("0000000a00001000" + "0000010700011170");
    }

    @Test
    void writesTimeIndexEntries() throws IOException {
        TimeIndex index = new TimeIndex(new LogFile(cache, folder, 1000, FileKind.TIME_INDEX), 1000, 0);
        index.appendIfLater(1_700_000_000_000L, 1010);
        index.appendIfLater(1_700_000_000_000L, 1020);
        index.entries().seal();
        assertThat(hex(FileKind.TIME_INDEX, 1000)).isEqualTo("0000018bcfe56800" + "0000000a");
    }

    @Test
    void writesTransactionIndexEntries() throws IOException {
        TransactionIndex index = new TransactionIndex(new LogFile(cache, folder, 0, FileKind.TRANSACTION_INDEX), 0);
        index.append(new AbortedTransaction(7, 16, 17, 18));
        assertThat(hex(FileKind.TRANSACTION_INDEX, 0))
                .isEqualTo("0000" + "0000000000000007" + "0000000000000010" + "0000000000000011" + "0000000000000012");
        assertThat(index.entries()).containsExactly(new AbortedTransaction(7, 16, 17, 18));
    }

    @Test
    void writesProducerSnapshots() {
        ProducerState producer = new ProducerState(7, (short) 2);
        producer.addBatch(9, 20, 3, 1_700_000_000_000L);
        byte[] content = ProducerSnapshot.encode(List.of(producer));
        assertThat(HexFormat.of().formatHex(content, 6, content.length))
                .isEqualTo("00000001" + "0000000000000007" + "0002" + "00000009" + "0000000000000014" + "00000003"
                        + "0000018bcfe56800" + "ffffffff" + "ffffffffffffffff");
        assertThat(ByteBuffer.wrap(content).getShort()).isEqualTo((short) 1);
    }

    @Test
    void findsEntriesInALongIndex() throws IOException {
        OffsetIndex index = new OffsetIndex(new LogFile(cache, folder, 0, FileKind.OFFSET_INDEX), 0, 0);
        assertThat(index.floorEntry(5)).isNull();
        for (int i = 1; i <= 3000; i++) {
            index.append(i * 10L, i * 100);
            if (i % 97 == 0 || i > 2960) {
                long offset = i * 10L;
                assertThat(index.floorEntry(offset + 9)).isEqualTo(new OffsetIndex.Entry(offset, i * 100));
            }
        }
        for (int i = 1; i < 3000; i += 7) {
            assertThat(index.floorEntry(i * 10L)).isEqualTo(new OffsetIndex.Entry(i * 10L, i * 100));
            assertThat(index.floorEntry(i * 10L + 9)).isEqualTo(new OffsetIndex.Entry(i * 10L, i * 100));
        }
        assertThat(index.floorEntry(9)).isNull();
        assertThat(index.floorEntry(Integer.MAX_VALUE)).isEqualTo(new OffsetIndex.Entry(30_000, 300_000));
    }
}
