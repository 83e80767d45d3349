package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A broker that never decompresses anything must not pay for the libraries that could. */
class CodecLoadingTest {
    private static final List<String> LIBRARIES = List.of("com.github.luben", "net.jpountz", "org.xerial");

    @Test
    void plainBatchesLoadNoLibrary() throws Exception {
        assertThat(classesLoadedBy(CompressionType.NONE)).noneMatch(CodecLoadingTest::isLibrary);
    }

    @Test
    void lookingAtFramesLoadsNoNativeLibrary() throws Exception {
        assertThat(classesLoadedBy(CompressionType.ZSTD)).noneMatch(CodecLoadingTest::isLibrary);
        assertThat(classesLoadedBy(CompressionType.SNAPPY)).noneMatch(CodecLoadingTest::isLibrary);
        assertThat(classesLoadedBy(CompressionType.LZ4))
                .anyMatch(line -> line.contains("net.jpountz.xxhash"))
                .noneMatch(line -> line.contains("JNI") || line.contains("com.github.luben"));
    }

    /** What the process of {@link Validating} loads for a batch of this type, made here. */
    private static List<String> classesLoadedBy(CompressionType type) throws IOException, InterruptedException {
        byte[] batch = Samples.batch(Compression.of(type), "some", "records").array();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Validating.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(batch);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output.lines().reduce("", (a, b) -> b)).isZero();
        return output.lines().toList();
    }

    private static boolean isLibrary(String line) {
        return LIBRARIES.stream().anyMatch(line::contains);
    }

    /** Validates the batch on its standard input. */
    static final class Validating {
        public static void main(String[] args) throws IOException {
            ByteBuffer batch = ByteBuffer.wrap(System.in.readAllBytes());
            try (BatchValidator validator = new BatchValidator()) {
                Validation outcome = validator.validate(batch, Samples.RULES, Samples.NOW_MS);
                if (!(outcome instanceof Validation.Accepted)) {
                    throw new IllegalStateException(outcome.toString());
                }
            }
        }
    }
}
