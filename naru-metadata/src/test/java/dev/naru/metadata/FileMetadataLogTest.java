package dev.naru.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.file.DiskFile;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.testkit.DiskFaults;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileMetadataLogTest {
    private static final Path FOLDER = Path.of("/data/metadata");
    private static final Path FIRST_FILE = FOLDER.resolve("00000000000000000000.log");

    private SimulatedDisk disk = new SimulatedDisk(1);
    private MetadataLogNode node = new MetadataLogNode(1, disk);

    @Test
    void whatWasAppendedIsThereAfterAReopen() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"), setting("b", "2"));
        node.append(setting("a", "3"));
        ClusterImage image = node.image();

        node = new MetadataLogNode(2, disk);
        node.open(FOLDER);

        assertThat(node.image()).isEqualTo(image);
        assertThat(node.image().position()).isEqualTo(new LogPosition(3, 1));
        assertThat(node.log().clusterId()).isEqualTo("cluster");
    }

    @Test
    void appendAtAnotherOffsetOrOfAnOlderEpochChangesNothing() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));

        assertThat(node.appendAt(0, 1, setting("a", "2"))).isEqualTo(new AppendOutcome.Conflict(new LogPosition(1, 1)));
        assertThat(node.appendAt(1, 0, setting("a", "2"))).isEqualTo(new AppendOutcome.Conflict(new LogPosition(1, 1)));
        assertThat(node.appendAt(1, 2, setting("a", "2"))).isInstanceOf(AppendOutcome.Appended.class);
    }

    @Test
    void aFailedForceFailsTheAppendAndAllLaterOnes() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));
        disk.faults().failOnce(DiskFaults.Operation.FORCE, path -> true);

        assertThat(node.appendAt(1, 1, setting("a", "2"))).isInstanceOf(AppendOutcome.Failed.class);
        assertThat(node.appendAt(1, 1, setting("a", "2"))).isInstanceOf(AppendOutcome.Failed.class);
        assertThat(node.image().position().endOffset()).isEqualTo(1);
    }

    @Test
    void aLogCutAnywhereOpensWithTheWholeBatchesBeforeTheCut() throws IOException {
        node.open(FOLDER);
        List<Long> ends = new ArrayList<>();
        for (int batch = 0; batch < 4; batch++) {
            node.append(setting("key-" + batch, "value"), setting("other", "v" + batch));
            ends.add(disk.sizeBytes(FIRST_FILE));
        }
        byte[] whole = bytes(FIRST_FILE);

        for (int cut = 0; cut <= whole.length; cut++) {
            SimulatedDisk cutDisk = new SimulatedDisk(cut);
            put(cutDisk, FIRST_FILE, whole, cut);
            MetadataLogNode cutNode = new MetadataLogNode(cut, cutDisk);
            cutNode.open(FOLDER);
            int length = cut;
            long batches = ends.stream().filter(end -> end <= length).count();

            assertThat(cutNode.image().position().endOffset()).isEqualTo(batches * 2);
            cutNode.append(setting("again", "1"));
            MetadataLogNode reopened = new MetadataLogNode(cut, cutDisk);
            reopened.open(FOLDER);
            assertThat(reopened.image()).isEqualTo(cutNode.image());
        }
    }

    @Test
    void theBytesOfATornEndAreKeptBesideTheLog() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));
        int end = (int) disk.sizeBytes(FIRST_FILE);
        node.append(setting("a", "2"));
        byte[] whole = bytes(FIRST_FILE);
        SimulatedDisk torn = new SimulatedDisk(3);
        put(torn, FIRST_FILE, whole, whole.length - 1);

        new MetadataLogNode(3, torn).open(FOLDER);

        assertThat(torn.sizeBytes(FOLDER.resolve(FIRST_FILE.getFileName() + "." + end + ".cut")))
                .isEqualTo(whole.length - 1 - end);
        assertThat(torn.sizeBytes(FIRST_FILE)).isEqualTo(end);
    }

    @Test
    void aFlippedBitBeforeTheLastBatchIsDamageAndNothingIsChanged() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));
        int firstEnd = (int) disk.sizeBytes(FIRST_FILE);
        node.append(setting("a", "2"));
        byte[] whole = bytes(FIRST_FILE);

        for (int at = 0; at < firstEnd; at++) {
            if (at == 15) {
                // The checksum of a batch does not cover its epoch, and an epoch of 0 in place of 1 is no
                // contradiction.
                continue;
            }
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            SimulatedDisk damaged = new SimulatedDisk(at);
            put(damaged, FIRST_FILE, flipped, flipped.length);

            assertThatThrownBy(() -> new MetadataLogNode(1, damaged).open(FOLDER))
                    .as("flipped at %d", at)
                    .isInstanceOf(MetadataException.class)
                    .hasMessageContaining("restore it from a backup");
            assertThat(bytes(damaged, FIRST_FILE)).isEqualTo(flipped);
        }
    }

    @Test
    void aSnapshotTakesThePlaceOfTheLogBeforeIt() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"), setting("b", "2"));
        node.snapshot();
        node.append(setting("c", "3"));
        ClusterImage image = node.image();

        assertThat(settings(image)).containsExactlyInAnyOrder("a=1", "b=2", "c=3");
        assertThat(disk.list(FOLDER))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("00000000000000000002-0000000001.checkpoint", "00000000000000000002.log");
        node = new MetadataLogNode(2, disk);
        node.open(FOLDER);
        assertThat(node.image()).isEqualTo(image);
    }

    @Test
    void goesOnAfterASnapshot() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));
        node.snapshot();

        assertThat(node.appendAt(1, 1, setting("b", "2"))).isEqualTo(new AppendOutcome.Appended(new LogPosition(2, 1)));
        node.snapshot();
        assertThat(node.appendAt(2, 1, setting("c", "3"))).isEqualTo(new AppendOutcome.Appended(new LogPosition(3, 1)));

        node = new MetadataLogNode(2, disk);
        node.open(FOLDER);
        assertThat(settings(node.image())).containsExactlyInAnyOrder("a=1", "b=2", "c=3");
    }

    @Test
    void aDamagedSnapshotOrAMissingFileIsReportedAndNothingDeleted() throws IOException {
        node.open(FOLDER);
        node.append(setting("a", "1"));
        node.snapshot();
        node.append(setting("b", "1"));
        Path snapshot = FOLDER.resolve("00000000000000000001-0000000001.checkpoint");
        byte[] whole = bytes(snapshot);
        byte[] log = bytes(FOLDER.resolve("00000000000000000001.log"));

        for (int cut = 0; cut < whole.length; cut++) {
            SimulatedDisk damaged = new SimulatedDisk(cut);
            put(damaged, snapshot, whole, cut);
            put(damaged, FOLDER.resolve("00000000000000000001.log"), log, log.length);
            MetadataLogNode damagedNode = new MetadataLogNode(cut, damaged);
            damagedNode.open(FOLDER);
            assertThat(damagedNode.failures()).as("cut at %d", cut).hasSize(1);
            assertThat(damaged.sizeBytes(snapshot)).isEqualTo(cut);
        }
        SimulatedDisk withoutLog = new SimulatedDisk(1);
        put(withoutLog, snapshot, whole, whole.length);
        assertThatThrownBy(() -> new MetadataLogNode(1, withoutLog).open(FOLDER))
                .hasMessageContaining("lacks 00000000000000000001.log");
    }

    @Seeded(count = 200)
    void noAcknowledgedBatchIsLostInAPowerCut(Gen gen) throws IOException {
        disk = new SimulatedDisk(gen.seed());
        disk.createDirectories(FOLDER.getParent());
        disk.forceAll();
        ClusterImage acknowledged = ClusterImage.EMPTY;
        for (int run = 0; run < 5; run++) {
            node = new MetadataLogNode(gen.longIn(0, 1_000_000), disk);
            node.open(FOLDER);
            assertThat(node.failures()).isEmpty();
            assertThat(node.image().position().endOffset())
                    .isGreaterThanOrEqualTo(acknowledged.position().endOffset());
            assertThat(settings(node.image())).containsAll(settings(acknowledged));
            if (gen.chance(30)) {
                disk.faults().failOnce(gen.oneOf(DiskFaults.Operation.values()), path -> true);
            }
            for (int batch = gen.intIn(0, 10); batch > 0; batch--) {
                node.append(setting(run + "-" + batch, gen.name(0, 2_000)));
                if (gen.chance(20)) {
                    node.beginSnapshot();
                }
            }
            node.beginAppend(setting("unanswered-" + run, gen.name(0, 5_000)));
            node.runFor(gen.intIn(0, 4));
            acknowledged = node.image();
            node.stop();
            disk.faults().heal();
            disk.crash();
        }
    }

    private static List<String> settings(ClusterImage image) {
        List<String> settings = new ArrayList<>();
        image.settings(ConfigResource.ALL_BROKERS).forEach((name, value) -> settings.add(name + "=" + value));
        return settings;
    }

    static PersistedRecord setting(String name, String value) {
        return new ConfigRecord()
                .resourceType(ConfigResourceType.BROKER.id())
                .resourceName("")
                .name(name)
                .value(value);
    }

    private byte[] bytes(Path path) throws IOException {
        return bytes(disk, path);
    }

    private static byte[] bytes(SimulatedDisk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(buffer, 0);
            return buffer.array();
        }
    }

    private static void put(SimulatedDisk disk, Path path, byte[] bytes, int length) throws IOException {
        disk.createDirectories(path.getParent());
        try (DiskFile file = disk.openOrCreate(path)) {
            file.write(ByteBuffer.wrap(bytes, 0, length), 0);
        }
        disk.forceAll();
    }
}
