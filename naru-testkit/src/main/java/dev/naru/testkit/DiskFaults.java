package dev.naru.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Says which operations of a {@link SimulatedDisk} fail. A failing write leaves a part written; a failing force leaves
 * bytes that can be read but are lost in a power cut, whatever later forces say.
 *
 * <p>Threading: confined to its disk's monitor; a test calls it between events.
 */
public final class DiskFaults {
    private final RandomGenerator random;
    private final List<Rule> rules = new ArrayList<>();

    DiskFaults(RandomGenerator random) {
        this.random = random;
    }

    /** What can fail. */
    public enum Operation {
        OPEN,
        READ,
        WRITE,
        TRUNCATE,
        FORCE,
        RENAME,
        DELETE,
        CREATE_DIRECTORIES,
        FORCE_DIRECTORY,
        LIST,
        LOCK
    }

    /** Fails the next operation of this kind on a matching path, once. */
    public void failOnce(Operation operation, Predicate<Path> paths) {
        rules.add(new Rule(EnumSet.of(operation), paths, 1, true));
    }

    /** Fails every operation of this kind on matching paths until {@link #heal}. */
    public void failAlways(Operation operation, Predicate<Path> paths) {
        rules.add(new Rule(EnumSet.of(operation), paths, 1, false));
    }

    /** Fails one in {@code oneIn} of these operations, drawn from the seed, until {@link #heal}. */
    public void failRandomly(Set<Operation> operations, int oneIn) {
        rules.add(new Rule(operations, path -> true, oneIn, false));
    }

    /** Nothing fails any more; what was lost stays lost. */
    public void heal() {
        rules.clear();
    }

    /** The failure of this operation, or null if it works. */
    @Nullable
    IOException failureOf(Operation operation, Path path) {
        Rule rule = firstThatFails(operation, path);
        if (rule == null) {
            return null;
        }
        if (rule.once) {
            rules.remove(rule);
        }
        return new IOException("Input/output error (simulated): " + operation + " " + path);
    }

    private @Nullable Rule firstThatFails(Operation operation, Path path) {
        for (Rule rule : rules) {
            boolean matches = rule.operations.contains(operation) && rule.paths.test(path);
            if (matches && (rule.oneIn == 1 || random.nextInt(rule.oneIn) == 0)) {
                return rule;
            }
        }
        return null;
    }

    void check(Operation operation, Path path) throws IOException {
        IOException failure = failureOf(operation, path);
        if (failure != null) {
            throw failure;
        }
    }

    private record Rule(Set<Operation> operations, Predicate<Path> paths, int oneIn, boolean once) {}
}
