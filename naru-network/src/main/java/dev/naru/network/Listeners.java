package dev.naru.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A broker's listeners as its configuration gives them: {@code listeners}, {@code advertised.listeners}, {@code
 * listener.security.protocol.map} and {@code inter.broker.listener.name}, checked against each other.
 *
 * @param bound where to listen
 * @param advertised what clients are told, one for each listener that is advertised
 * @param interBrokerName the listener brokers use among themselves
 */
public record Listeners(List<Listener> bound, List<Listener> advertised, String interBrokerName) {
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_.-]+)://(?:\\[([^\\]]*)]|([^:/\\[\\]]*)):(\\d+)");
    private static final int PORT_MAX = 65_535;

    public Listeners {
        bound = List.copyOf(bound);
        advertised = List.copyOf(advertised);
    }

    /**
     * Reads the four settings; an empty one takes Kafka's default.
     *
     * @throws IllegalArgumentException if one is wrong; the message names the key and says what is expected
     */
    public static Listeners parse(
            String listeners, String advertisedListeners, String securityProtocolMap, String interBrokerListenerName) {
        Map<String, SecurityProtocol> protocols = parseProtocols(securityProtocolMap);
        List<Listener> bound = parseEntries("listeners", listeners, protocols);
        checkPortsDiffer(bound);
        List<Listener> advertised = bound;
        if (!advertisedListeners.isBlank()) {
            advertised = parseEntries("advertised.listeners", advertisedListeners, protocols);
            checkAdvertised(advertised, bound);
        }
        return new Listeners(bound, advertised, interBrokerName(interBrokerListenerName, advertised));
    }

    /**
     * What clients are told once the listeners are bound: a port of zero becomes the bound one, and a listener without a
     * host of its own, or bound to all interfaces, gets {@code defaultHost}.
     */
    public List<Listener> advertisedAt(Map<String, Integer> boundPorts, String defaultHost) {
        List<Listener> complete = new ArrayList<>();
        for (Listener listener : advertised) {
            Integer port = listener.port() == 0 ? boundPorts.get(listener.name()) : Integer.valueOf(listener.port());
            if (port == null) {
                throw new IllegalArgumentException("no bound port for listener " + listener.name());
            }
            boolean named = !listener.host().isEmpty() && !isAnyAddress(listener.host());
            complete.add(listener.withPort(port).withHost(named ? listener.host() : defaultHost));
        }
        return complete;
    }

    private static Map<String, SecurityProtocol> parseProtocols(String map) {
        Map<String, SecurityProtocol> protocols = new HashMap<>();
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            protocols.put(protocol.name(), protocol);
        }
        for (String entry : map.split(",", -1)) {
            if (!entry.isBlank()) {
                int colon = entry.indexOf(':');
                SecurityProtocol protocol = colon < 1
                        ? null
                        : protocolNamed(entry.substring(colon + 1).trim());
                if (protocol == null) {
                    throw new IllegalArgumentException("listener.security.protocol.map: expected NAME:PROTOCOL with"
                            + " PROTOCOL one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL, not " + entry.trim());
                }
                protocols.put(normalized(entry.substring(0, colon)), protocol);
            }
        }
        return protocols;
    }

    private static @Nullable SecurityProtocol protocolNamed(String name) {
        for (SecurityProtocol protocol : SecurityProtocol.values()) {
            if (protocol.name().equals(normalized(name))) {
                return protocol;
            }
        }
        return null;
    }

    private static List<Listener> parseEntries(String key, String value, Map<String, SecurityProtocol> protocols) {
        List<Listener> parsed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String entry : value.split(",", -1)) {
            Listener listener = parseEntry(key, entry.trim(), protocols);
            if (!names.add(listener.name())) {
                throw new IllegalArgumentException(key + ": the name " + listener.name() + " is used twice");
            }
            parsed.add(listener);
        }
        return parsed;
    }

    private static Listener parseEntry(String key, String entry, Map<String, SecurityProtocol> protocols) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches() || matcher.group(4).length() > 5 || Integer.parseInt(matcher.group(4)) > PORT_MAX) {
            throw new IllegalArgumentException(
                    key + ": expected NAME://HOST:PORT with a port of 0 to " + PORT_MAX + ", not '" + entry + "'");
        }
        String name = normalized(matcher.group(1));
        SecurityProtocol protocol = protocols.get(name);
        if (protocol == null) {
            throw new IllegalArgumentException(
                    key + ": listener " + name + " has no protocol; add it to listener.security.protocol.map");
        }
        if (!protocol.isSupported()) {
            throw new IllegalArgumentException(
                    key + ": listener " + name + " uses " + protocol + ", which is not supported yet; use PLAINTEXT");
        }
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return new Listener(name, protocol, host, Integer.parseInt(matcher.group(4)));
    }

    private static void checkPortsDiffer(List<Listener> listeners) {
        Map<String, Listener> byAddress = new HashMap<>();
        for (Listener listener : listeners) {
            Listener other = byAddress.put(listener.host() + ' ' + listener.port(), listener);
            if (other != null && listener.port() != 0) {
                throw new IllegalArgumentException(
                        "listeners: " + other.name() + " and " + listener.name() + " have the same address");
            }
        }
    }

    private static void checkAdvertised(List<Listener> advertised, List<Listener> bound) {
        for (Listener listener : advertised) {
            if (isAnyAddress(listener.host())) {
                throw new IllegalArgumentException(
                        "advertised.listeners: " + listener.host() + " is no address a client can connect to");
            }
            if (bound.stream().noneMatch(other -> other.name().equals(listener.name()))) {
                throw new IllegalArgumentException(
                        "advertised.listeners: " + listener.name() + " is not among the listeners");
            }
        }
    }

    private static String interBrokerName(String configured, List<Listener> advertised) {
        if (configured.isBlank()) {
            return advertised.get(0).name();
        }
        String name = normalized(configured);
        if (advertised.stream().noneMatch(listener -> listener.name().equals(name))) {
            throw new IllegalArgumentException(
                    "inter.broker.listener.name: " + name + " is not among the advertised listeners");
        }
        return name;
    }

    private static boolean isAnyAddress(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("0:0:0:0:0:0:0:0");
    }

    private static String normalized(String name) {
        return name.trim().toUpperCase(Locale.ROOT);
    }
}
