package dev.naru.tests.compatibility.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;

/**
 * A record as an external reader reported it: one line of partition, offset, key and value, the latter two in base64 or a dash for
 * null.
 */
public record ReadRecord(int partition, long offset, String key, String value) {
    public static List<ReadRecord> parse(String printed) {
        return printed.lines().map(ReadRecord::parseLine).toList();
    }

    private static ReadRecord parseLine(String line) {
        String[] fields = line.split(" ", -1);
        return new ReadRecord(Integer.parseInt(fields[0]), Long.parseLong(fields[1]), text(fields[2]), text(fields[3]));
    }

    private static String text(String field) {
        return field.equals("-") ? null : new String(Base64.getDecoder().decode(field), UTF_8);
    }
}
