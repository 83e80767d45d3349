package dev.naru.benchmarks.ownership;

import com.sun.management.OperatingSystemMXBean;
import dev.naru.common.BufferPayload;
import dev.naru.common.file.DiskFile;
import dev.naru.common.file.NioDisk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.InboundRequest;
import dev.naru.network.Listener;
import dev.naru.network.RequestServer;
import dev.naru.network.SecurityProtocol;
import dev.naru.network.netty.FrameLimits;
import dev.naru.network.netty.NettyNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Appends what each request carries to the file of a partition, and answers; on the partition's loop, or under its lock on the loop of
 * the connection. Prints its port and runs until its input ends. A request is a number, the partition (-1: the CPU time so far) and
 * bytes; an answer is the number, zero, and a long.
 *
 * <p>Threading: see the variants.
 */
final class OwnershipServer {
    private static final int HEADER_BYTES = 8;
    private static final int ANSWER_BYTES = 16;
    private static final long FILE_BYTES_MAX = 96 * 1024 * 1024;

    private final boolean owned;
    private final List<Partition> partitions;
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private OwnershipServer(boolean owned, List<Partition> partitions) {
        this.owned = owned;
        this.partitions = partitions;
    }

    public static void main(String[] args) throws IOException {
        NettyNetwork network = new NettyNetwork(
                Integer.parseInt(args[1]),
                FrameLimits.DEFAULT,
                SystemClock.INSTANCE,
                new ThreadIoPool("names", 1),
                Throwable::printStackTrace);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            DiskFile file = NioDisk.INSTANCE.openOrCreate(Path.of(args[3], "partition-" + i));
            partitions.add(
                    new Partition(file, network.all().get(i % network.all().size())));
        }
        OwnershipServer server = new OwnershipServer(args[0].equals("owned"), partitions);
        RequestServer requests =
                new RequestServer(server::onRequest, ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED);
        Listener listener = new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "127.0.0.1", 0);
        System.out.println(requests.listen(network.acceptor(), listener).getPort());
        int ended = System.in.read();
        System.exit(ended < 0 ? 0 : 1);
    }

    private void onRequest(InboundRequest request) {
        int index = request.buffer().getInt(Integer.BYTES);
        if (index < 0) {
            answer(request, machine.getProcessCpuTime());
            return;
        }
        Partition partition = partitions.get(index);
        if (owned) {
            partition.owner.run(() -> answer(request, partition.append(request.buffer())));
        } else {
            long end;
            partition.lock.lock();
            try {
                end = partition.append(request.buffer());
            } finally {
                partition.lock.unlock();
            }
            answer(request, end);
        }
    }

    private static void answer(InboundRequest request, long value) {
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES)
                .putInt(request.buffer().getInt(0))
                .putInt(0)
                .putLong(value);
        request.respond(List.of(new BufferPayload(answer.flip())));
    }

    private static final class Partition {
        final EventLoop owner;
        final ReentrantLock lock = new ReentrantLock();
        private final DiskFile file;
        private long endBytes;
        private long checksums;

        Partition(DiskFile file, EventLoop owner) {
            this.file = file;
            this.owner = owner;
        }

        long append(ByteBuffer request) {
            ByteBuffer bytes = request.position(HEADER_BYTES);
            CRC32C checksum = new CRC32C();
            checksum.update(bytes.duplicate());
            checksums += checksum.getValue();
            if (endBytes + bytes.remaining() > FILE_BYTES_MAX) {
                endBytes = 0;
            }
            long start = endBytes;
            endBytes += bytes.remaining();
            try {
                file.write(bytes, start);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return checksums;
        }
    }
}
