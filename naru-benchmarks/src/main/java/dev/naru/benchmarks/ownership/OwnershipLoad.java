package dev.naru.benchmarks.ownership;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Four connections that send appends, flat out or at a rate, and time the answers. At a rate, an append counts from when it was due, so a
 * server that stalls is not excused for those it kept from being sent.
 *
 * <p>Threading: two threads for each connection.
 */
final class OwnershipLoad {
    private static final int CONNECTIONS = 4;
    private static final int PREFIX_AND_HEADER_BYTES = 12;
    private static final int ANSWERS_MAX = 2_000_000;
    private static final long WARM_UP_NS = 2_000_000_000L;
    private static final long SPIN_NS = 50_000;
    private static final double NS_PER_S = 1e9;

    private final int port;
    private final int partitions;
    private final int sizeBytes;
    private final int inFlightMax;
    private final int perSecond;

    /** @param perSecond appends a second over all connections, or 0 for as many as go */
    OwnershipLoad(int port, int partitions, int sizeBytes, int inFlightMax, int perSecond) {
        this.port = port;
        this.partitions = partitions;
        this.sizeBytes = sizeBytes;
        this.inFlightMax = inFlightMax;
        this.perSecond = perSecond;
    }

    Result run(int seconds) throws Exception {
        long startNs = System.nanoTime();
        long measuredFromNs = startNs + WARM_UP_NS;
        long endNs = measuredFromNs + (long) (seconds * NS_PER_S);
        List<Lane> lanes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Lane lane = new Lane(i, startNs, measuredFromNs, endNs);
            lanes.add(lane);
            threads.add(new Thread(lane::send, "send-" + i));
            threads.add(new Thread(lane::receive, "receive-" + i));
        }
        threads.forEach(Thread::start);
        sleepUntil(measuredFromNs);
        double cpuBefore = serverCpuSeconds();
        sleepUntil(endNs);
        double cpuSeconds = serverCpuSeconds() - cpuBefore;
        for (Thread thread : threads) {
            thread.join();
        }
        long[] latenciesNs = lanes.stream()
                .flatMapToLong(lane -> Arrays.stream(lane.latenciesNs, 0, lane.answers))
                .sorted()
                .toArray();
        double bytes = (double) latenciesNs.length * sizeBytes;
        return new Result(bytes / seconds, cpuSeconds / bytes, latenciesNs);
    }

    private double serverCpuSeconds() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request(0, 0, -1).array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(PREFIX_AND_HEADER_BYTES);
            return in.readLong() / NS_PER_S;
        }
    }

    private static ByteBuffer request(int sizeBytes, int number, int partition) {
        return ByteBuffer.allocate(PREFIX_AND_HEADER_BYTES + sizeBytes)
                .putInt(PREFIX_AND_HEADER_BYTES - Integer.BYTES + sizeBytes)
                .putInt(number)
                .putInt(partition);
    }

    private static void sleepUntil(long timeNs) {
        for (long leftNs = timeNs - System.nanoTime(); leftNs > 0; leftNs = timeNs - System.nanoTime()) {
            if (leftNs > SPIN_NS) {
                LockSupport.parkNanos(leftNs - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    /** What was measured. */
    static final class Result {
        private final double bytesPerSecond;
        private final double cpuSecondsPerByte;
        private final long[] sortedLatenciesNs;

        Result(double bytesPerSecond, double cpuSecondsPerByte, long[] sortedLatenciesNs) {
            this.bytesPerSecond = bytesPerSecond;
            this.cpuSecondsPerByte = cpuSecondsPerByte;
            this.sortedLatenciesNs = sortedLatenciesNs;
        }

        double bytesPerSecond() {
            return bytesPerSecond;
        }

        double cpuSecondsPerByte() {
            return cpuSecondsPerByte;
        }

        double latencyUs(double fraction) {
            int count = sortedLatenciesNs.length;
            return count == 0 ? Double.NaN : sortedLatenciesNs[(int) (count * fraction)] / 1e3;
        }
    }

    /** One connection. */
    private final class Lane {
        private final int index;
        private final long startNs;
        private final long measuredFromNs;
        private final long endNs;
        private final Socket socket;
        /** When the appends in flight were sent or due; its bound is the limit on how many there are. */
        private final BlockingQueue<Long> inFlight = new ArrayBlockingQueue<>(inFlightMax);

        private final long[] latenciesNs = new long[ANSWERS_MAX];
        private int answers;

        Lane(int index, long startNs, long measuredFromNs, long endNs) throws IOException {
            this.index = index;
            this.startNs = startNs;
            this.measuredFromNs = measuredFromNs;
            this.endNs = endNs;
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }

        void send() {
            SplittableRandom random = new SplittableRandom(index);
            byte[] request = request(sizeBytes, 0, 0).array();
            ByteBuffer header = ByteBuffer.wrap(request);
            try {
                OutputStream out = socket.getOutputStream();
                for (int number = 0; System.nanoTime() < endNs; number++) {
                    inFlight.put(dueNs(number));
                    header.putInt(4, number).putInt(8, random.nextInt(partitions));
                    out.write(request);
                }
                long giveUpNs = System.nanoTime() + WARM_UP_NS;
                while (!inFlight.isEmpty() && System.nanoTime() < giveUpNs) {
                    LockSupport.parkNanos(SPIN_NS);
                }
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private long dueNs(int number) {
            if (perSecond == 0) {
                return System.nanoTime();
            }
            long dueNs = startNs + (long) ((number * (double) CONNECTIONS + index) / perSecond * NS_PER_S);
            sleepUntil(dueNs);
            return dueNs;
        }

        void receive() {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
                while (true) {
                    in.skipNBytes(in.readInt());
                    long nowNs = System.nanoTime();
                    long sentNs = inFlight.remove();
                    if (sentNs >= measuredFromNs && nowNs < endNs && answers < ANSWERS_MAX) {
                        latenciesNs[answers++] = nowNs - sentNs;
                    }
                }
            } catch (IOException e) {
                // Closed by the sender, when everything is answered.
            }
        }
    }
}
