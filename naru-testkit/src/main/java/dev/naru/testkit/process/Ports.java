package dev.naru.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports of the loopback. A broker that is killed and started again needs to come back where its clients look for it, so its port
 * is chosen before it starts.
 *
 * <p>Threading: any thread.
 */
public final class Ports {
    private Ports() {}

    /** A port nobody listens on right now. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
