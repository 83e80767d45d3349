package dev.naru.tests.wire;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Which client sent which API in which versions.
 *
 * <p>Threading: any thread; what is inside is guarded by this object.
 */
public final class VersionTable {
    private final SortedMap<String, SortedMap<Short, TreeSet<Short>>> byClient = new TreeMap<>();

    synchronized void saw(String client, short apiKey, short version) {
        byClient.computeIfAbsent(client, name -> new TreeMap<>())
                .computeIfAbsent(apiKey, key -> new TreeSet<>())
                .add(version);
    }

    /** One line, such as {@code Produce 9, Fetch 12, ApiVersions 3}; empty if the client was never seen. */
    public synchronized String lineOf(String client) {
        return byClient.getOrDefault(client, new TreeMap<>()).entrySet().stream()
                .map(VersionTable::entry)
                .collect(Collectors.joining(", "));
    }

    /** Every client and its line. */
    public synchronized Map<String, String> lines() {
        SortedMap<String, String> lines = new TreeMap<>();
        byClient.keySet().forEach(client -> lines.put(client, lineOf(client)));
        return lines;
    }

    private static String entry(Map.Entry<Short, TreeSet<Short>> api) {
        String name = ApiKeys.hasId(api.getKey()) ? ApiKeys.forId(api.getKey()).name : "key-" + api.getKey();
        return name + " " + api.getValue().stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
