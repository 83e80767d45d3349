package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Invariant.BrokenInvariantException;
import dev.naru.common.file.DiskFile;
import dev.naru.common.file.NioDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSliceTest {
    @TempDir
    private Path directory;

    private DiskFile file;

    @BeforeEach
    void writeAFile() throws IOException {
        file = NioDisk.INSTANCE.openOrCreate(directory.resolve("0.log"));
        file.write(Samples.bytes("0123456789"), 0);
    }

    @AfterEach
    void closeTheFile() throws IOException {
        file.close();
    }

    @Test
    void readsItsStretchAndNothingElse() {
        FileSlice slice = new FileSlice(file, 3, 4);

        assertThat(slice.sizeBytes()).isEqualTo(4);
        assertThat(slice.toBuffer()).isEqualTo(Samples.bytes("3456"));
        assertThat(slice.toBuffer()).isEqualTo(Samples.bytes("3456"));
    }

    @Test
    void saysThatTheFileWasCut() {
        FileSlice slice = new FileSlice(file, 8, 4);

        assertThatThrownBy(slice::toBuffer)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("2 bytes at 8 where 4");
    }

    @Test
    void isReleasedOnce() {
        AtomicInteger releases = new AtomicInteger();
        FileSlice slice = new FileSlice(file, 0, 4, false, releases::incrementAndGet);

        slice.release();

        assertThat(releases).hasValue(1);
        assertThatThrownBy(slice::release).isInstanceOf(BrokenInvariantException.class);
        assertThat(releases).hasValue(1);
    }

    @Test
    void rejectsAStretchThatCannotBe() {
        assertThatThrownBy(() -> new FileSlice(file, -1, 4)).isInstanceOf(BrokenInvariantException.class);
        assertThatThrownBy(() -> new FileSlice(file, 0, -4)).isInstanceOf(BrokenInvariantException.class);
    }
}
