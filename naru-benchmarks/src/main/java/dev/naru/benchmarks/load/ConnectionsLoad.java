package dev.naru.benchmarks.load;

import dev.naru.testkit.process.ApiVersionsProbe;
import dev.naru.testkit.process.ProcessUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections that have each asked one thing and then say nothing, and sees what the broker's memory grows by.
 *
 * <p>Threading: the main thread.
 */
final class ConnectionsLoad {
    private static final int SETTLE_S = 5;

    private final LoadOptions options;

    ConnectionsLoad(LoadOptions options) {
        this.options = options;
    }

    Map<String, Double> run() throws IOException, InterruptedException {
        int count = (int) options.number("count");
        int port = (int) options.number("port");
        // The first ones load classes and grow pools; they are not what a further connection costs.
        List<Socket> sockets = new ArrayList<>(open(port, count / 10));
        TimeUnit.SECONDS.sleep(SETTLE_S);
        long beforeBytes = ProcessUsage.of(options.brokerPid()).rssBytes();
        sockets.addAll(open(port, count));
        TimeUnit.SECONDS.sleep(SETTLE_S);
        long afterBytes = ProcessUsage.of(options.brokerPid()).rssBytes();
        for (Socket socket : sockets) {
            socket.close();
        }
        return Map.of("kibEach", (afterBytes - beforeBytes) / 1024.0 / count);
    }

    private static List<Socket> open(int port, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            if (!ApiVersionsProbe.answers(socket)) {
                throw new IOException("connection " + i + " was not answered");
            }
            sockets.add(socket);
        }
        return sockets;
    }
}
