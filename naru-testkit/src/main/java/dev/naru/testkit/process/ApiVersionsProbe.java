package dev.naru.testkit.process;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * The smallest client there is: one ApiVersions request, version 0, written by hand.
 *
 * <p>Threading: any thread.
 */
public final class ApiVersionsProbe {
    private static final int TIMEOUT_MS = 1_000;
    private static final short API_VERSIONS = 18;
    private static final int CORRELATION_ID = 7;
    private static final int RESPONSE_SIZE_BYTES_MAX = 1 << 20;

    private ApiVersionsProbe() {}

    /** Whether a broker on this port of the loopback answers the request without an error. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            return answers(socket);
        } catch (IOException e) {
            return false; // not listening yet, or gone again
        }
    }

    /** Whether the broker answers over this connection, which stays open. */
    public static boolean answers(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        OutputStream out = socket.getOutputStream();
        out.write(request());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int sizeBytes = in.readInt();
        if (sizeBytes < 6 || sizeBytes > RESPONSE_SIZE_BYTES_MAX) {
            return false;
        }
        boolean isAnswer = in.readInt() == CORRELATION_ID && in.readShort() == 0;
        in.skipNBytes(sizeBytes - 6);
        return isAnswer;
    }

    private static byte[] request() {
        byte[] clientId = {'p', 'r', 'o', 'b', 'e'};
        ByteBuffer request = ByteBuffer.allocate(4 + 8 + 2 + clientId.length);
        request.putInt(request.capacity() - 4);
        request.putShort(API_VERSIONS).putShort((short) 0).putInt(CORRELATION_ID);
        request.putShort((short) clientId.length).put(clientId);
        return request.array();
    }
}
