package dev.naru.cli;

import dev.naru.client.consumer.ConsumedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints records, all of a poll in one write. Threading: confined to the main thread. */
final class RecordPrinter {
    private final Terminal terminal;
    private final boolean json;
    private final RecordFormat format;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RecordPrinter(Terminal terminal, boolean json, RecordFormat format) {
        this.terminal = terminal;
        this.json = json;
        this.format = format;
    }

    void print(List<ConsumedRecord> records) throws IOException {
        bytes.reset();
        for (ConsumedRecord record : records) {
            if (json) {
                bytes.writeBytes(RecordJson.of(record).getBytes(StandardCharsets.UTF_8));
                bytes.write('\n');
            } else {
                format.write(record, bytes);
            }
        }
        terminal.write(bytes);
    }
}
