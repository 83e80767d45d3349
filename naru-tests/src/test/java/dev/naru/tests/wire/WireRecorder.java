package dev.naru.tests.wire;

import dev.naru.testkit.process.Ports;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between clients and a broker that advertises this recorder's port, passes every byte on, and keeps what it saw: which
 * client sent which API in which version, and the frames themselves if asked.
 *
 * <p>A connection belongs to the client that was named by {@link #nowComes} when it was opened.
 *
 * <p>Threading: one thread accepts, two per connection copy; the questions may come from any thread.
 */
public final class WireRecorder implements Closeable {
    private static final int FRAME_SIZE_BYTES_MAX = 64 << 20;
    private static final int FRAMES_KEPT_MAX = 4_000;
    private static final int KEPT_FRAME_SIZE_BYTES_MAX = 64 << 10;
    private static final int COPY_BUFFER_SIZE_BYTES = 64 << 10;

    private final ServerSocket server;
    private final VersionTable versions = new VersionTable();
    private final List<byte[]> frames = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile String client = "nobody";
    private volatile int brokerPort;

    public WireRecorder() throws IOException {
        this.server = new ServerSocket(Ports.free(), 128, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** The port that clients connect to and that the broker is to advertise. */
    public int port() {
        return server.getLocalPort();
    }

    /** Where the broker itself listens. */
    public void passOnTo(int port) {
        brokerPort = port;
    }

    /** Connections opened from now on are this client's. */
    public void nowComes(String name) {
        client = name;
    }

    /** What each client sent, in order of the API's number. */
    public VersionTable versions() {
        return versions;
    }

    /** The frames that went to the broker, without their length, up to a bound. */
    public List<byte[]> frames() {
        return List.copyOf(frames);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket fromClient = server.accept();
                Socket toBroker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                fromClient.setTcpNoDelay(true);
                toBroker.setTcpNoDelay(true);
                open.add(fromClient);
                open.add(toBroker);
                String name = client;
                daemon(() -> copyRequests(name, fromClient, toBroker));
                daemon(() -> copyResponses(toBroker, fromClient));
            } catch (IOException brokerOrRecorderGone) {
                continue; // the client sees a closed connection, as it would without a recorder
            }
        }
    }

    private void copyRequests(String name, Socket fromClient, Socket toBroker) {
        try (fromClient;
                toBroker) {
            DataInputStream in = new DataInputStream(fromClient.getInputStream());
            DataOutputStream out = new DataOutputStream(toBroker.getOutputStream());
            while (true) {
                int sizeBytes = in.readInt();
                if (sizeBytes < 8 || sizeBytes > FRAME_SIZE_BYTES_MAX) {
                    return;
                }
                byte[] whole = new byte[4 + sizeBytes];
                in.readFully(whole, 4, sizeBytes);
                putInt(whole, sizeBytes);
                versions.saw(name, getShort(whole, 4), getShort(whole, 6));
                keep(whole);
                out.write(whole);
                out.flush();
            }
        } catch (IOException closedByEitherSide) {
            return;
        } finally {
            open.remove(fromClient);
            open.remove(toBroker);
        }
    }

    private void copyResponses(Socket toBroker, Socket fromClient) {
        try (fromClient;
                toBroker) {
            InputStream in = toBroker.getInputStream();
            OutputStream out = fromClient.getOutputStream();
            byte[] buffer = new byte[COPY_BUFFER_SIZE_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException closedByEitherSide) {
            return;
        }
    }

    private void keep(byte[] whole) {
        if (frames.size() < FRAMES_KEPT_MAX && whole.length <= KEPT_FRAME_SIZE_BYTES_MAX) {
            byte[] frame = new byte[whole.length - 4];
            System.arraycopy(whole, 4, frame, 0, frame.length);
            frames.add(frame);
        }
    }

    private static void putInt(byte[] bytes, int value) {
        bytes[0] = (byte) (value >>> 24);
        bytes[1] = (byte) (value >>> 16);
        bytes[2] = (byte) (value >>> 8);
        bytes[3] = (byte) value;
    }

    private static short getShort(byte[] bytes, int index) {
        return (short) ((bytes[index] & 0xff) << 8 | bytes[index + 1] & 0xff);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire-recorder");
        thread.setDaemon(true);
        thread.start();
    }
}
