package dev.naru.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.DiskFile;
import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileCacheTest {
    private static final int OPEN_MAX = 4;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final FileCache cache = new FileCache(disk, OPEN_MAX);
    private final LogFolder folder = new LogFolder(Path.of("/data/orders-0"));

    @BeforeEach
    void makeFolder() throws IOException {
        disk.createDirectories(folder.path());
    }

    private LogFile file(long offset) {
        return new LogFile(cache, folder, offset, FileKind.LOG);
    }

    @Test
    void keepsAFileOpenBetweenUses() throws IOException {
        LogFile file = file(0);
        OpenFile first = file.hold();
        first.close();
        OpenFile second = file.hold();
        second.close();
        assertThat(second).isSameAs(first);
    }

    @Test
    void keepsNoMoreOpenThanItMay() throws IOException {
        List<LogFile> files = new ArrayList<>();
        List<OpenFile> opened = new ArrayList<>();
        for (int i = 0; i < 10 * OPEN_MAX; i++) {
            files.add(file(i));
            opened.add(files.get(i).hold());
            opened.get(i).close();
        }
        assertThat(cache.entryCount()).isEqualTo(OPEN_MAX);
        assertThat(opened.stream().filter(OpenFile::tryHold)).hasSize(OPEN_MAX);
    }

    @Test
    void neverClosesAFileInUse() throws IOException {
        LogFile used = file(0);
        OpenFile held = used.hold();
        held.file().write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
        for (int i = 1; i < 10 * OPEN_MAX; i++) {
            file(i).hold().close();
        }
        used.markDeleted();
        disk.deleteIfExists(used.deletedPath());
        DiskFile file = held.file();
        ByteBuffer read = ByteBuffer.allocate(3);
        assertThat(file.read(read, 0)).isEqualTo(3);
        held.close();
        assertThat(held.tryHold()).isFalse();
    }

    @Test
    void opensAgainWhatItClosed() throws IOException {
        LogFile file = file(0);
        OpenFile first = file.hold();
        first.file().write(ByteBuffer.wrap(new byte[] {7}), 0);
        first.close();
        file.close();
        assertThat(first.tryHold()).isFalse();
        OpenFile second = file.hold();
        assertThat(second.file().sizeBytes()).isEqualTo(1);
        second.close();
    }

    @Test
    void doesNotGrowWithFilesThatAreOpenedAndClosedAgain() throws IOException {
        for (int i = 0; i < 1000; i++) {
            LogFile file = file(i);
            file.hold().close();
            file.delete();
        }
        assertThat(cache.entryCount()).isLessThanOrEqualTo(OPEN_MAX);
    }
}
