package dev.naru.tests.compatibility.java;

import java.util.List;
import java.util.Map;

/**
 * A record as a test writes it or reads it back; offset -1 before it was written. Text stands for the bytes of it, and the headers
 * are a list because their order and their duplicates must survive.
 */
public record Message(
        int partition,
        long offset,
        long timestampMs,
        String key,
        String value,
        List<Map.Entry<String, String>> headers) {
    public Message {
        headers = List.copyOf(headers);
    }

    public static Message of(int partition, long timestampMs, String key, String value) {
        return new Message(partition, -1, timestampMs, key, value, List.of());
    }

    public Message at(long otherOffset) {
        return new Message(partition, otherOffset, timestampMs, key, value, headers);
    }
}
