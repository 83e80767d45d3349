package dev.naru.testkit;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The names of a simulated disk: the tree a program sees, the tree a power cut leaves, and the journal of changes between
 * them. A rename is one change, so a crash shows the old name or the new one, never neither.
 *
 * <p>Threading: confined to its disk's monitor.
 */
final class SimulatedTree {
    private final Folder root = new Folder();
    private final List<NameChange> journal = new ArrayList<>();

    /** The file or folder of this name, or null. */
    @Nullable
    Node find(Path path) {
        Node node = root;
        for (Path name : path.normalize()) {
            if (!(node instanceof Folder folder)) {
                return null;
            }
            Node next = name.toString().isEmpty() ? folder : folder.live.get(name.toString());
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    Node get(Path path) throws NoSuchFileException {
        Node node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        return node;
    }

    File file(Path path) throws NoSuchFileException {
        if (get(path) instanceof File file) {
            return file;
        }
        throw new NoSuchFileException(path.toString(), null, "is a folder");
    }

    Folder folder(Path path) throws NoSuchFileException, NotDirectoryException {
        if (get(path) instanceof Folder folder) {
            return folder;
        }
        throw new NotDirectoryException(path.toString());
    }

    Folder parent(Path path) throws NoSuchFileException, NotDirectoryException {
        Path parent = path.normalize().getParent();
        return parent == null ? root : folder(parent);
    }

    File createFile(Path path) throws NoSuchFileException, NotDirectoryException {
        File file = new File();
        change(new NameChange(null, "", parent(path), name(path), file));
        return file;
    }

    void createFolders(Path path) throws FileAlreadyExistsException {
        Folder at = root;
        for (Path element : path.normalize()) {
            String name = element.toString();
            Node next = at.live.get(name);
            if (next instanceof File) {
                throw new FileAlreadyExistsException(path.toString());
            }
            if (next == null) {
                next = new Folder();
                change(new NameChange(null, "", at, name, next));
            }
            at = (Folder) next;
        }
    }

    /** Returns what the new name stood for before, or null. */
    @Nullable
    Node rename(Path from, Path to) throws NoSuchFileException, NotDirectoryException, DirectoryNotEmptyException {
        Node node = get(from);
        Node replaced = find(to);
        if (replaced == node) {
            return null;
        }
        if (replaced instanceof Folder folder && !folder.live.isEmpty()) {
            throw new DirectoryNotEmptyException(to.toString());
        }
        change(new NameChange(parent(from), name(from), parent(to), name(to), node));
        return replaced;
    }

    void delete(Path path) throws NoSuchFileException, NotDirectoryException, DirectoryNotEmptyException {
        Node node = get(path);
        if (node instanceof Folder folder && !folder.live.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        change(new NameChange(parent(path), name(path), null, "", node));
    }

    private void change(NameChange change) {
        journal.add(change);
        change.applyTo(folder -> folder.live);
    }

    /** Makes the changes of one folder durable, and of those it exchanged files with, since a rename is whole or not. */
    void force(Folder forced) {
        Set<Folder> folders = new HashSet<>(Set.of(forced));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (NameChange change : journal) {
                if (change.touchesAnyOf(folders)) {
                    grown |= change.addFoldersTo(folders);
                }
            }
        }
        for (NameChange change : journal) {
            if (change.touchesAnyOf(folders)) {
                change.applyTo(folder -> folder.durable);
            }
        }
        journal.removeIf(change -> change.touchesAnyOf(folders));
    }

    /** Keeps or loses each name change that was not forced, each on its own, and the same for the bytes of each file. */
    void crash(RandomGenerator random) {
        for (NameChange change : journal) {
            if (random.nextBoolean()) {
                change.applyTo(folder -> folder.durable);
            }
        }
        journal.clear();
        root.crash(random);
    }

    /** Makes everything durable, as if a long time had passed. */
    void forceAll() {
        journal.clear();
        root.forceAll();
    }

    /** Bytes of all files that have a name. */
    long usedBytes() {
        return root.usedBytes();
    }

    private static String name(Path path) {
        return path.normalize().getFileName().toString();
    }

    /** A file or a folder. */
    sealed interface Node permits File, Folder {}

    static final class File implements Node {
        final SimulatedContent content = new SimulatedContent();
        /** True once no name leads to it; what is written then does not count as used. */
        boolean unlinked;
    }

    static final class Folder implements Node {
        final SortedMap<String, Node> live = new TreeMap<>();
        final SortedMap<String, Node> durable = new TreeMap<>();

        void crash(RandomGenerator random) {
            live.clear();
            live.putAll(durable);
            for (Node node : live.values()) {
                if (node instanceof Folder folder) {
                    folder.crash(random);
                } else if (node instanceof File file) {
                    file.content.crash(random);
                    file.unlinked = false;
                }
            }
        }

        long usedBytes() {
            long total = 0;
            for (Node node : live.values()) {
                total += node instanceof Folder folder ? folder.usedBytes() : ((File) node).content.sizeBytes();
            }
            return total;
        }

        void forceAll() {
            durable.clear();
            durable.putAll(live);
            for (Node node : live.values()) {
                if (node instanceof Folder folder) {
                    folder.forceAll();
                } else if (node instanceof File file) {
                    file.content.force();
                }
            }
        }
    }

    /** Takes {@code node} from one name and gives it another; either may be missing. */
    private record NameChange(
            @Nullable Folder from,
            String fromName,
            @Nullable Folder to,
            String toName,
            Node node) {
        void applyTo(Names names) {
            if (from != null && names.of(from).get(fromName) == node) {
                names.of(from).remove(fromName);
            }
            if (to != null) {
                names.of(to).put(toName, node);
            }
        }

        boolean touchesAnyOf(Set<Folder> folders) {
            return (from != null && folders.contains(from)) || (to != null && folders.contains(to));
        }

        boolean addFoldersTo(Set<Folder> folders) {
            boolean added = from != null && folders.add(from);
            return (to != null && folders.add(to)) || added;
        }
    }

    private interface Names {
        SortedMap<String, Node> of(Folder folder);
    }
}
