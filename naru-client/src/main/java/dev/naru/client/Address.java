package dev.naru.client;

import java.util.Arrays;
import java.util.List;

/**
 * Where a broker listens.
 *
 * @param host name, IPv4 address, or IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    private static final int PORT_MAX = 65_535;

    public Address {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing");
        }
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is 1 to " + PORT_MAX + ", not " + port);
        }
    }

    /**
     * Reads {@code HOST:PORT} or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the message says what is wrong
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + text + "': an IPv6 address is written [ADDRESS]:PORT");
        }
        try {
            return new Address(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT: the port is not a number");
        }
    }

    /**
     * Reads several addresses separated by commas.
     *
     * @throws IllegalArgumentException if there is none, or one is malformed
     */
    public static List<Address> parseAll(String text) {
        List<Address> addresses = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Address::parse)
                .distinct()
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address given");
        }
        return addresses;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
