package dev.naru.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 200;

    @TempDir
    private Path directory;

    @Test
    void isReplacedByTwoThreadsAtOnce() throws Exception {
        Path path = directory.resolve("partition.metadata");
        byte[] content = "version: 0\n".getBytes(StandardCharsets.UTF_8);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> replacing = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            replacing.add(threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    WholeFile.replace(NioDisk.INSTANCE, path, ByteBuffer.wrap(content), true);
                }
                return null;
            }));
        }

        for (Future<?> each : replacing) {
            each.get();
        }

        threads.shutdown();
        assertThat(WholeFile.read(NioDisk.INSTANCE, path)).isEqualTo(content);
    }
}
