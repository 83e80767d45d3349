package dev.naru.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.record.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record as one line of JSON. Bytes that are UTF-8 are text under {@code key} and {@code value}; others are base64 under
 * {@code keyBase64} and {@code valueBase64}, so that nothing is lost.
 */
final class RecordJson {
    private RecordJson() {}

    static String of(ConsumedRecord record) throws IOException {
        return Json.object(fields -> {
            fields.writeStringField("topic", record.topic());
            fields.writeNumberField("partition", record.partition());
            fields.writeNumberField("offset", record.offset());
            fields.writeNumberField("timestamp", record.timestampMs());
            fields.writeStringField("timestampType", record.timestampType().configName());
            writeBytes(fields, "key", record.key());
            writeBytes(fields, "value", record.value());
            fields.writeArrayFieldStart("headers");
            for (Header header : record.headers()) {
                fields.writeStartObject();
                fields.writeStringField("key", header.key());
                writeBytes(fields, "value", bytes(header.value()));
                fields.writeEndObject();
            }
            fields.writeEndArray();
        });
    }

    private static void writeBytes(JsonGenerator fields, String name, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            fields.writeNullField(name);
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            fields.writeStringField(name, text);
        } catch (CharacterCodingException notText) {
            fields.writeBinaryField(name + "Base64", bytes);
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
