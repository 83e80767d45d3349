package dev.naru.network.netty;

import org.jspecify.annotations.Nullable;

/** The four bytes in front of a frame: its size. What is no size is often another protocol, which is worth saying. */
final class FramePrefix {
    private FramePrefix() {}

    private static final int TLS_HANDSHAKE = 0x16_03;

    /** Why a frame of this prefix is not accepted, or null if it is. */
    static @Nullable String complaint(int prefix, int sizeBytesMax) {
        if (prefix >= 0 && prefix <= sizeBytesMax) {
            return null;
        }
        if (prefix >>> 16 == TLS_HANDSHAKE) {
            return "the client speaks TLS and this listener is PLAINTEXT";
        }
        String text = asText(prefix);
        switch (text) {
            case "GET ", "POST", "PUT ", "HEAD", "OPTI", "DELE", "PATC", "CONN", "PRI " -> {
                return "the client speaks HTTP, not the Kafka protocol";
            }
            default -> {
                return prefix < 0
                        ? "a frame of negative size " + prefix
                        : "a frame of " + prefix + " bytes; at most " + sizeBytesMax + " are accepted";
            }
        }
    }

    private static String asText(int prefix) {
        char[] chars = {
            (char) (prefix >>> 24), (char) (prefix >>> 16 & 0xFF), (char) (prefix >>> 8 & 0xFF), (char) (prefix & 0xFF)
        };
        return new String(chars);
    }
}
