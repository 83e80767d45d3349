package dev.naru.cli;

import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.record.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a record is printed: text with fields and escapes, as kcat has them. Keys, values and headers come out as the bytes
 * they are.
 *
 * <pre>
 *   %t topic      %k key             %s value             %T timestamp in ms   %% percent sign
 *   %p partition  %K size of key     %S size of value     %h headers           \n \t \r \\ \xHH one byte
 *   %o offset     (-1 if there is none)                   as k=v,k=v
 * </pre>
 */
final class RecordFormat {
    private static final byte[] NULL_HEADER = "NULL".getBytes(StandardCharsets.UTF_8);
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 2;

    private final List<Part> parts;

    private RecordFormat(List<Part> parts) {
        this.parts = parts;
    }

    /** Reads a format; the message of a failure says which part of it makes no sense. */
    static RecordFormat parse(String text) {
        List<Part> parts = new ArrayList<>();
        ByteArrayOutputStream literal = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '%') {
                char field = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
                if (field == '%') {
                    literal.write('%');
                } else {
                    parts.add(literal(literal));
                    parts.add(field(field));
                }
                i++;
            } else if (next == '\\') {
                i += escape(text, i, literal);
            } else {
                int codePoint = text.codePointAt(i);
                literal.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint) - 1;
            }
        }
        parts.add(literal(literal));
        return new RecordFormat(List.copyOf(parts));
    }

    /** Writes one record. */
    void write(ConsumedRecord record, ByteArrayOutputStream out) {
        for (Part part : parts) {
            part.write(record, out);
        }
    }

    private static Part literal(ByteArrayOutputStream collected) {
        byte[] bytes = collected.toByteArray();
        collected.reset();
        return (record, out) -> out.writeBytes(bytes);
    }

    private static Part field(char field) {
        return switch (field) {
            case 't' -> (record, out) -> write(out, record.topic());
            case 'p' -> (record, out) -> write(out, Integer.toString(record.partition()));
            case 'o' -> (record, out) -> write(out, Long.toString(record.offset()));
            case 'k' -> (record, out) -> write(out, record.key());
            case 's' -> (record, out) -> write(out, record.value());
            case 'K' -> (record, out) -> write(out, Integer.toString(size(record.key())));
            case 'S' -> (record, out) -> write(out, Integer.toString(size(record.value())));
            case 'T' -> (record, out) -> write(out, Long.toString(record.timestampMs()));
            case 'h' -> (record, out) -> writeHeaders(record.headers(), out);
            default -> throw new IllegalArgumentException("'%" + field + "' is none of %t %p %o %k %s %K %S %T %h %%");
        };
    }

    /** Appends what the escape at {@code at} stands for; returns how many characters it has after the backslash. */
    private static int escape(String text, int at, ByteArrayOutputStream literal) {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        switch (kind) {
            case 'n' -> literal.write('\n');
            case 't' -> literal.write('\t');
            case 'r' -> literal.write('\r');
            case '0' -> literal.write(0);
            case '\\' -> literal.write('\\');
            case 'x' -> {
                String hex = text.substring(at + 2, Math.min(text.length(), at + 2 + HEX_DIGITS));
                if (!hex.matches("[0-9a-fA-F]{2}")) {
                    throw new IllegalArgumentException("'\\x" + hex + "' is not \\x and two hexadecimal digits");
                }
                literal.write(Integer.parseInt(hex, HEX));
                return 1 + HEX_DIGITS;
            }
            default -> throw new IllegalArgumentException("'\\" + kind + "' is none of \\n \\t \\r \\0 \\\\ \\xHH");
        }
        return 1;
    }

    private static void writeHeaders(List<Header> headers, ByteArrayOutputStream out) {
        String separator = "";
        for (Header header : headers) {
            write(out, separator + header.key() + "=");
            ByteBuffer value = header.value();
            write(out, value == null ? NULL_HEADER : bytes(value));
            separator = ",";
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? -1 : bytes.length;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ByteArrayOutputStream out, byte @Nullable [] bytes) {
        if (bytes != null) {
            out.writeBytes(bytes);
        }
    }

    private interface Part {
        void write(ConsumedRecord record, ByteArrayOutputStream out);
    }

    /** For the command line. */
    static final class Text implements ITypeConverter<RecordFormat> {
        @Override
        public RecordFormat convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
