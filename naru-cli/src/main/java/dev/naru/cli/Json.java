package dev.naru.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One JSON object on one line. Threading: stateless. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the fields of the object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** The object as text without line breaks. */
    static String object(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A field with a number that is null where there is none, which is said by a negative one. */
    static void writeNumberOrNull(JsonGenerator fields, String name, long number) throws IOException {
        if (number < 0) {
            fields.writeNullField(name);
        } else {
            fields.writeNumberField(name, number);
        }
    }
}
