package dev.naru.testkit;

import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import dev.naru.testkit.DiskFaults.Operation;
import dev.naru.testkit.SimulatedTree.File;
import dev.naru.testkit.SimulatedTree.Folder;
import dev.naru.testkit.SimulatedTree.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that keeps apart what was written and what was forced. {@link #crash} is a power cut: each unforced
 * write is kept, lost or torn, and each unforced name kept or lost, one by one, as the seed says. {@link #faults} makes
 * operations fail, {@link #limitBytes} fills it up.
 *
 * <p>Stricter than most real file systems, as strict as POSIX allows: forcing a new file does not make its name durable,
 * {@link #forceDirectory} does.
 *
 * <p>Threading: safe from any thread; a run is replayed exactly only from one.
 */
public final class SimulatedDisk implements Disk {
    private static final String DISK_FULL = "No space left on device";

    private final SimulatedTree tree = new SimulatedTree();
    private final RandomGenerator random;
    private final DiskFaults faults;
    private final Set<File> locked = new HashSet<>();
    private long limitBytes = Long.MAX_VALUE;
    private long usedBytes;
    private int processNumber;
    private final List<OpenFile> openFiles = new ArrayList<>();
    private boolean forceFailed;

    /** A disk of its own seed, for a test without a {@link Simulation}. */
    public SimulatedDisk(long seed) {
        this(new SplittableRandom(seed));
    }

    /** A disk that draws from a simulation's {@link Simulation#random}. */
    public SimulatedDisk(RandomGenerator random) {
        this.random = random;
        this.faults = new DiskFaults(random);
    }

    /** Where a test says what fails. */
    public DiskFaults faults() {
        return faults;
    }

    /** Lets the disk be full at this many bytes of file content; writes beyond fail as ENOSPC does. */
    public synchronized void limitBytes(long bytes) {
        limitBytes = bytes;
    }

    /** A power cut: unforced changes are kept, lost or torn; open files are dead and locks free. */
    public synchronized void crash() {
        killProcess();
        forceFailed = false;
        tree.crash(random);
        usedBytes = tree.usedBytes();
    }

    /** The end of the process that used it: nothing is lost, but its open files are dead and its locks free. */
    public synchronized void killProcess() {
        processNumber++;
        openFiles.clear();
        locked.clear();
    }

    /** Makes everything durable, as time does: the starting point of a test that is not about what came before. */
    public synchronized void forceAll() {
        tree.forceAll();
    }

    /** Files the process that uses it has open, as often as it has opened each; empty when it has closed everything. */
    public synchronized List<Path> openFiles() {
        return openFiles.stream().map(open -> open.path).toList();
    }

    /**
     * True if a force has failed since the last power cut. Until the next one the page cache shows bytes that the disk will
     * never have, and no program can tell.
     */
    public synchronized boolean hasForceFailed() {
        return forceFailed;
    }

    /** True if a power cut now could not change a byte of this file; its name is another matter. */
    public synchronized boolean isForced(Path path) throws IOException {
        return tree.file(path).content.isDurable();
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        faults.check(Operation.OPEN, path);
        return new OpenFile(path, tree.file(path), processNumber);
    }

    @Override
    public synchronized DiskFile openOrCreate(Path path) throws IOException {
        faults.check(Operation.OPEN, path);
        File file = tree.find(path) == null ? tree.createFile(path) : tree.file(path);
        return new OpenFile(path, file, processNumber);
    }

    @Override
    public synchronized boolean exists(Path path) {
        return tree.find(path) != null;
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        return tree.find(path) instanceof Folder;
    }

    @Override
    public synchronized long sizeBytes(Path path) throws IOException {
        return tree.file(path).content.sizeBytes();
    }

    @Override
    public synchronized void createDirectories(Path path) throws IOException {
        faults.check(Operation.CREATE_DIRECTORIES, path);
        tree.createFolders(path);
    }

    @Override
    public synchronized List<Path> list(Path directory) throws IOException {
        faults.check(Operation.LIST, directory);
        return tree.folder(directory).live.keySet().stream()
                .map(directory::resolve)
                .toList();
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        faults.check(Operation.RENAME, from);
        if (tree.rename(from, to) instanceof File replaced) {
            unlink(replaced);
        }
    }

    @Override
    public synchronized void deleteIfExists(Path path) throws IOException {
        faults.check(Operation.DELETE, path);
        Node node = tree.find(path);
        if (node == null) {
            return;
        }
        tree.delete(path);
        if (node instanceof File file) {
            unlink(file);
        }
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        faults.check(Operation.FORCE_DIRECTORY, directory);
        tree.force(tree.folder(directory));
    }

    @Override
    public synchronized long usableBytes(Path path) {
        return limitBytes - usedBytes;
    }

    @Override
    public synchronized long totalBytes(Path path) {
        return limitBytes;
    }

    @Override
    public synchronized @Nullable AutoCloseable tryLock(Path path) throws IOException {
        faults.check(Operation.LOCK, path);
        File file = tree.find(path) == null ? tree.createFile(path) : tree.file(path);
        int holder = processNumber;
        return locked.add(file) ? () -> unlock(file, holder) : null;
    }

    private synchronized void unlock(File file, int holder) {
        if (holder == processNumber) {
            if (!openFiles.isEmpty()) {
                throw new AssertionError("a lock was given up while files were open: " + openFiles());
            }
            locked.remove(file);
        }
    }

    private void unlink(File file) {
        file.unlinked = true;
        usedBytes -= file.content.sizeBytes();
    }

    private synchronized void write(OpenFile open, ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        IOException failure = faults.failureOf(Operation.WRITE, open.path);
        int fits = bytes.length;
        if (failure != null) {
            fits = random.nextInt(bytes.length + 1);
        } else if (growthBytes(open.file, position, bytes.length) > limitBytes - usedBytes) {
            fits = (int) Math.max(0, limitBytes - usedBytes - Math.max(0, position - open.file.content.sizeBytes()));
            failure = new IOException(DISK_FULL);
        }
        if (!open.file.unlinked) {
            usedBytes += growthBytes(open.file, position, fits);
        }
        open.file.content.write(Arrays.copyOf(bytes, fits), Math.toIntExact(position));
        if (failure != null) {
            throw failure;
        }
    }

    private static long growthBytes(File file, long position, int count) {
        return count == 0 ? 0 : Math.max(0, position + count - file.content.sizeBytes());
    }

    private synchronized void truncate(OpenFile open, long sizeBytes) throws IOException {
        faults.check(Operation.TRUNCATE, open.path);
        int before = open.file.content.sizeBytes();
        if (sizeBytes < before) {
            open.file.content.truncate((int) sizeBytes);
            usedBytes -= open.file.unlinked ? 0 : before - sizeBytes;
        }
    }

    private synchronized void force(OpenFile open) throws IOException {
        IOException failure = faults.failureOf(Operation.FORCE, open.path);
        if (failure != null) {
            forceFailed = true;
            open.file.content.failForce();
            throw failure;
        }
        open.file.content.force();
    }

    private synchronized int read(OpenFile open, ByteBuffer target, long position) throws IOException {
        faults.check(Operation.READ, open.path);
        return open.file.content.read(target, position);
    }

    private synchronized void onClose(OpenFile open) {
        open.closed = true;
        openFiles.remove(open);
    }

    private synchronized void checkAlive(OpenFile open) throws ClosedChannelException {
        if (open.closed || open.openedByProcess != processNumber) {
            throw new ClosedChannelException();
        }
    }

    /** A handle; it works on after its name is gone, and is dead once its process is. */
    private final class OpenFile implements DiskFile {
        final Path path;
        final File file;
        final int openedByProcess;
        volatile boolean closed;

        OpenFile(Path path, File file, int openedByProcess) {
            this.path = path;
            this.file = file;
            this.openedByProcess = openedByProcess;
            openFiles.add(this);
        }

        @Override
        public long sizeBytes() throws IOException {
            checkAlive(this);
            return file.content.sizeBytes();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            checkAlive(this);
            return SimulatedDisk.this.read(this, target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            checkAlive(this);
            SimulatedDisk.this.write(this, source, position);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            checkAlive(this);
            SimulatedDisk.this.truncate(this, sizeBytes);
        }

        @Override
        public void force() throws IOException {
            checkAlive(this);
            SimulatedDisk.this.force(this);
        }

        @Override
        public void close() {
            onClose(this);
        }
    }
}
