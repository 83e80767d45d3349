package dev.naru.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000);

    @TempDir
    Path root;

    @Test
    void leavesAFileAloneThatDidNotChange() throws IOException {
        Path same = root.resolve("harbour/Same.java");
        Path changed = root.resolve("harbour/Changed.java");
        new OutputFolder(root).write("harbour", "Same", "same");
        new OutputFolder(root).write("harbour", "Changed", "before");
        Files.setLastModifiedTime(same, LONG_AGO);
        Files.setLastModifiedTime(changed, LONG_AGO);

        new OutputFolder(root).write("harbour", "Same", "same");
        new OutputFolder(root).write("harbour", "Changed", "after");

        assertThat(Files.getLastModifiedTime(same)).isEqualTo(LONG_AGO);
        assertThat(Files.readString(changed)).isEqualTo("after");
    }

    @Test
    void removesWhatAnEarlierSchemaLeftBehind() throws IOException {
        new OutputFolder(root).write("harbour", "Gone", "");
        OutputFolder output = new OutputFolder(root);
        output.write("harbour", "Kept", "");
        output.deleteWhatWasNotWritten();

        assertThat(root.resolve("harbour/Gone.java")).doesNotExist();
        assertThat(root.resolve("harbour/Kept.java")).exists();
    }
}
