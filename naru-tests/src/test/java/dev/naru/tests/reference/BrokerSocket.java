package dev.naru.tests.reference;

import dev.naru.common.Payload;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A connection that sends one request and waits for its answer, in two steps. A broker that closes it has answered too; the next request
 * goes over a new one.
 *
 * <p>Threading: the test's thread.
 */
final class BrokerSocket implements AutoCloseable {
    private static final int TIMEOUT_MS = 15_000;
    private static final String CLIENT_ID = "scenario";

    private final InetSocketAddress address;
    private Socket socket = new Socket();
    private ApiKey key;
    private short version;

    BrokerSocket(InetSocketAddress address) {
        this.address = address;
    }

    void send(ApiRequest request, short requestVersion) throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(address);
        }
        key = request.apiKey();
        version = requestVersion;
        List<Payload> parts = RequestFrame.encode(request, version, 1, CLIENT_ID);
        int size = parts.stream().mapToInt(Payload::sizeBytes).sum();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        parts.forEach(part -> frame.put(part.toBuffer()));
        WritableByteChannel out = Channels.newChannel(socket.getOutputStream());
        out.write(frame.flip());
    }

    /** The answer to what was sent last; null if the broker closed the connection instead. */
    ApiResponse receive() throws IOException {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return ResponseFrame.read(key, version, new MessageReader(ByteBuffer.wrap(frame)));
        } catch (EOFException | java.net.SocketException e) {
            socket.close();
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
