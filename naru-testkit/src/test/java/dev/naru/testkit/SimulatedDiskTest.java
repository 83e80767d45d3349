package dev.naru.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.file.DiskFile;
import dev.naru.testkit.DiskFaults.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private static final Path DIRECTORY = Path.of("/data/orders-0");
    private static final Path FILE = DIRECTORY.resolve("log");

    @Seeded(count = 20)
    void keepsWhatWasForcedThroughAPowerCut(Gen gen) throws IOException {
        SimulatedDisk disk = diskWithFolder(gen.seed());
        DiskFile file = disk.openOrCreate(FILE);
        file.write(bytes("hello "), 0);
        file.write(bytes("world"), 6);
        file.force();
        disk.forceDirectory(DIRECTORY);

        disk.crash();

        assertThat(content(disk, FILE)).isEqualTo("hello world");
    }

    @Test
    void keepsLosesAndTearsUnforcedWritesAndNames() throws IOException {
        Set<String> contents = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = diskWithFolder(seed);
            DiskFile file = disk.openOrCreate(FILE);
            disk.forceDirectory(DIRECTORY);
            file.write(bytes("forced."), 0);
            file.force();
            file.write(bytes("one."), 7);
            file.write(bytes("two."), 11);
            disk.crash();
            contents.add(content(disk, FILE));
        }

        assertThat(contents)
                .allMatch(content -> content.startsWith("forced."))
                .contains("forced.", "forced.one.", "forced.one.two.", "forced.\0\0\0\0two.", "forced.on")
                .hasSizeLessThan(30);
    }

    @Test
    void mayLoseAFileWhoseNameWasNotForced() throws IOException {
        Set<Boolean> existed = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = diskWithFolder(seed);
            disk.openOrCreate(FILE).force();
            disk.crash();
            existed.add(disk.exists(FILE));
        }

        assertThat(existed).containsExactlyInAnyOrder(true, false);
    }

    @Seeded(count = 50)
    void showsTheOldOrTheNewFileAfterAnUnforcedRename(Gen gen) throws IOException {
        SimulatedDisk disk = diskWithFolder(gen.seed());
        Path temporary = DIRECTORY.resolve("checkpoint.tmp");
        Path checkpoint = DIRECTORY.resolve("checkpoint");
        write(disk, checkpoint, "old");
        disk.forceDirectory(DIRECTORY);
        write(disk, temporary, "new");
        disk.rename(temporary, checkpoint);

        disk.crash();

        assertThat(content(disk, checkpoint)).isIn("old", "new");
    }

    @Test
    void forgetsBytesWhoseForceFailedThoughLaterForcesSucceed() throws IOException {
        int lost = 0;
        for (long seed = 0; seed < 100; seed++) {
            SimulatedDisk disk = diskWithFolder(seed);
            DiskFile file = disk.openOrCreate(FILE);
            disk.forceDirectory(DIRECTORY);
            file.write(bytes("doomed"), 0);
            disk.faults().failOnce(Operation.FORCE, FILE::equals);
            assertThatThrownBy(file::force).isInstanceOf(IOException.class);
            assertThat(content(disk, FILE)).isEqualTo("doomed");
            file.write(bytes("kept"), 6);
            file.force();

            disk.crash();

            assertThat(content(disk, FILE)).endsWith("kept").hasSize(10);
            lost += content(disk, FILE).equals("\0\0\0\0\0\0kept") ? 1 : 0;
        }
        assertThat(lost).isGreaterThan(30);
    }

    @Test
    void undoesAnUnforcedTruncationOrKeepsIt() throws IOException {
        Set<String> contents = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimulatedDisk disk = diskWithFolder(seed);
            write(disk, FILE, "hello world");
            disk.forceDirectory(DIRECTORY);
            disk.open(FILE).truncate(5);
            assertThat(content(disk, FILE)).isEqualTo("hello");
            disk.crash();
            contents.add(content(disk, FILE));
        }

        assertThat(contents).containsExactlyInAnyOrder("hello", "hello world");
    }

    @Test
    void aKilledProcessLosesNothingButItsHandlesAndLocks() throws Exception {
        SimulatedDisk disk = diskWithFolder(1);
        Path lock = DIRECTORY.resolve(".lock");
        AutoCloseable held = disk.tryLock(lock);
        assertThat(held).isNotNull();
        assertThat(disk.tryLock(lock)).isNull();
        DiskFile file = disk.openOrCreate(FILE);
        file.write(bytes("unforced"), 0);

        disk.killProcess();

        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
        assertThat(content(disk, FILE)).isEqualTo("unforced");
        AutoCloseable taken = disk.tryLock(lock);
        assertThat(taken).isNotNull();
        held.close();
        assertThat(disk.tryLock(lock)).as("an old lock does not free a new one").isNull();
        taken.close();
        assertThat(disk.tryLock(lock)).isNotNull();
    }

    @Test
    void failsWritesBeyondItsSizeAndWorksAgainAfterADeletion() throws IOException {
        SimulatedDisk disk = diskWithFolder(1);
        disk.limitBytes(10);
        write(disk, FILE, "12345678");
        DiskFile other = disk.openOrCreate(DIRECTORY.resolve("other"));

        assertThatThrownBy(() -> other.write(bytes("abcd"), 0)).hasMessage("No space left on device");
        assertThat(other.sizeBytes()).as("what fitted").isEqualTo(2);
        assertThat(disk.usableBytes(DIRECTORY)).isZero();
        disk.deleteIfExists(FILE);
        other.write(bytes("abcd"), 0);

        assertThat(disk.usableBytes(DIRECTORY)).isEqualTo(6);
    }

    @Test
    void failsOperationsWhenTold() throws IOException {
        SimulatedDisk disk = diskWithFolder(1);
        disk.faults().failAlways(Operation.OPEN, path -> path.endsWith("log"));
        assertThatThrownBy(() -> disk.openOrCreate(FILE)).isInstanceOf(IOException.class);
        disk.faults().heal();
        DiskFile file = disk.openOrCreate(FILE);
        disk.faults().failRandomly(EnumSet.of(Operation.WRITE), 2);
        int failures = 0;
        for (int i = 0; i < 100; i++) {
            try {
                file.write(bytes("x"), i);
            } catch (IOException e) {
                failures++;
            }
        }

        assertThat(failures).isBetween(20, 80);
    }

    @Test
    void behavesAsAFileSystem() throws IOException {
        SimulatedDisk disk = diskWithFolder(1);
        assertThatThrownBy(() -> disk.open(FILE)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk.openOrCreate(Path.of("/nowhere/file"))).isInstanceOf(NoSuchFileException.class);
        DiskFile file = disk.openOrCreate(FILE);
        file.write(bytes("abc"), 2);
        disk.openOrCreate(DIRECTORY.resolve("index"));

        assertThat(content(disk, FILE)).isEqualTo("\0\0abc");
        assertThat(disk.list(DIRECTORY)).containsExactly(DIRECTORY.resolve("index"), FILE);
        assertThat(disk.isDirectory(DIRECTORY)).isTrue();
        assertThat(disk.isDirectory(FILE)).isFalse();
        assertThatThrownBy(() -> disk.deleteIfExists(DIRECTORY)).isInstanceOf(DirectoryNotEmptyException.class);
        Path renamed = Path.of("/data/orders-0-delete");
        disk.rename(DIRECTORY, renamed);
        assertThat(disk.exists(FILE)).isFalse();
        assertThat(content(disk, renamed.resolve("log"))).isEqualTo("\0\0abc");
        disk.deleteIfExists(renamed.resolve("log"));
        disk.deleteIfExists(renamed.resolve("log"));
        assertThat(file.sizeBytes()).as("an open file outlives its name").isEqualTo(5);
    }

    private static SimulatedDisk diskWithFolder(long seed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        disk.createDirectories(DIRECTORY);
        disk.forceAll();
        return disk;
    }

    private static void write(SimulatedDisk disk, Path path, String text) throws IOException {
        try (DiskFile file = disk.openOrCreate(path)) {
            file.write(bytes(text), 0);
            file.force();
        }
    }

    private static String content(SimulatedDisk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(buffer, 0);
            return new String(buffer.array(), StandardCharsets.ISO_8859_1);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
