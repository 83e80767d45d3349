package dev.naru.network;

/**
 * A named address clients connect to, or are told to connect to.
 *
 * @param host what to bind or advertise; empty to bind all interfaces
 * @param port zero for any free one
 */
public record Listener(String name, SecurityProtocol protocol, String host, int port) {
    /** The same listener on another port, the one it was really bound to. */
    public Listener withPort(int otherPort) {
        return new Listener(name, protocol, host, otherPort);
    }

    /** The same listener under another host name. */
    public Listener withHost(String otherHost) {
        return new Listener(name, protocol, otherHost, port);
    }

    @Override
    public String toString() {
        String shownHost = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return name + "://" + shownHost + ':' + port;
    }
}
