package dev.naru.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there may be: {@code max.connections}, {@code max.connections.per.ip} and its overrides. A
 * connection beyond is closed at once.
 *
 * @param overrides client address as text to its own limit
 */
public record ConnectionQuota(int max, int maxPerIp, Map<String, Integer> overrides) {
    /** No limit but that of the number type, as in Kafka. */
    public static final ConnectionQuota UNLIMITED = new ConnectionQuota(Integer.MAX_VALUE, Integer.MAX_VALUE, Map.of());

    public ConnectionQuota {
        overrides = Map.copyOf(overrides);
    }

    /**
     * Reads {@code max.connections.per.ip.overrides}: {@code host:count}, separated by commas. A host name counts for all
     * its addresses.
     *
     * @throws IllegalArgumentException if an entry is not of this form or a host is unknown
     */
    public static ConnectionQuota parse(int max, int maxPerIp, String overrides) {
        Map<String, Integer> limits = new HashMap<>();
        for (String entry : overrides.split(",", -1)) {
            String trimmed = entry.trim();
            if (!trimmed.isEmpty()) {
                addOverride(trimmed, limits);
            }
        }
        return new ConnectionQuota(max, maxPerIp, limits);
    }

    private static void addOverride(String entry, Map<String, Integer> limits) {
        int colon = entry.lastIndexOf(':');
        try {
            int limit = Integer.parseInt(entry.substring(colon + 1).trim());
            if (colon < 1 || limit < 0) {
                throw new IllegalArgumentException(complaint(entry));
            }
            for (InetAddress address :
                    InetAddress.getAllByName(entry.substring(0, colon).trim())) {
                limits.put(address.getHostAddress(), limit);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(complaint(entry), e);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("max.connections.per.ip.overrides: unknown host in " + entry, e);
        }
    }

    private static String complaint(String entry) {
        return "max.connections.per.ip.overrides: expected host:count, not " + entry;
    }

    int maxOf(String host) {
        return overrides.getOrDefault(host, maxPerIp);
    }
}
