package dev.naru.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 without a temporary array for the usual case, a string of ASCII characters. A surrogate without its partner
 * becomes a question mark, as {@link String#getBytes} does it.
 *
 * <p>Threading: stateless.
 */
final class Utf8 {
    private Utf8() {}

    static int sizeBytes(String text) {
        int length = text.length();
        int size = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                size += 1;
            } else if (!Character.isSurrogate(c)) {
                size += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 2;
                i++;
            }
        }
        return size;
    }

    /** Writes {@code text}, which has {@code size} bytes. */
    static void put(ByteBuffer buffer, String text, int size) {
        if (size != text.length()) {
            buffer.put(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            buffer.put(c < 0x80 ? (byte) c : (byte) '?');
        }
    }
}
