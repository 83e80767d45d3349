package dev.naru.network;

import dev.naru.common.runtime.EventLoop;
import java.net.InetSocketAddress;

/**
 * Who a request came from.
 *
 * @param id a number no other connection of this process has had
 * @param listenerName the listener it came in by
 * @param loop the loop that owns the connection; requests arrive on it
 */
public record ConnectionInfo(
        long id, String listenerName, InetSocketAddress remoteAddress, InetSocketAddress localAddress, EventLoop loop) {
    /** The client's address as text, as log lines and quotas name it. */
    public String clientHost() {
        return remoteAddress.getAddress() == null
                ? remoteAddress.getHostString()
                : remoteAddress.getAddress().getHostAddress();
    }
}
