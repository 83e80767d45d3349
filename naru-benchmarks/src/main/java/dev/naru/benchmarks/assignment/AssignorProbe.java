package dev.naru.benchmarks.assignment;

import dev.naru.coordinator.group.assignor.Assignor;
import dev.naru.coordinator.group.assignor.RangeAssignor;
import dev.naru.coordinator.group.assignor.UniformAssignor;
import java.util.List;
import java.util.Locale;

/**
 * Measures how long an assignor takes for groups of growing size: from nothing, once more with a member more, and all joins of a
 * group one after the other. Argument: the largest number of members (5000).
 *
 * <p>Threading: the main thread.
 */
public final class AssignorProbe {
    private static final List<Integer> MEMBERS = List.of(10, 100, 1_000, 5_000);
    private static final List<Integer> PARTITIONS = List.of(100, 1_000, 10_000);
    private static final int WARM_UP_ROUNDS = 30;
    private static final int ROUNDS = 5;
    private static final int JOINS_MAX = 1_000;

    private AssignorProbe() {}

    public static void main(String[] args) {
        int membersMax = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        for (Assignor assignor : List.of(new UniformAssignor(), new RangeAssignor())) {
            for (SampleGroup.Shape shape : SampleGroup.Shape.values()) {
                for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                    assign(assignor, new SampleGroup(shape, 100, 1_000));
                }
            }
        }
        System.out.println("assignor | group | members | partitions | first ms | one more ms | up to 1,000 joins ms");
        for (Assignor assignor : List.of(new UniformAssignor(), new RangeAssignor())) {
            for (SampleGroup.Shape shape : SampleGroup.Shape.values()) {
                for (int members : MEMBERS) {
                    for (int partitions : PARTITIONS) {
                        if (members <= membersMax) {
                            measure(assignor, shape, members, partitions);
                        }
                    }
                }
            }
        }
    }

    private static void measure(Assignor assignor, SampleGroup.Shape shape, int members, int partitions) {
        double firstMs = Double.MAX_VALUE;
        double oneMoreMs = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            SampleGroup group = new SampleGroup(shape, members, partitions);
            firstMs = Math.min(firstMs, assign(assignor, group));
            group.join();
            oneMoreMs = Math.min(oneMoreMs, assign(assignor, group));
        }
        System.out.printf(
                Locale.ROOT,
                "%s | %s | %d | %d | %.2f | %.2f | %s%n",
                assignor.name(),
                shape.text(),
                members,
                partitions,
                firstMs,
                oneMoreMs,
                members <= JOINS_MAX
                        ? String.format(Locale.ROOT, "%.0f", joins(assignor, shape, members, partitions))
                        : "");
    }

    private static double joins(Assignor assignor, SampleGroup.Shape shape, int members, int partitions) {
        SampleGroup group = new SampleGroup(shape, 0, partitions);
        double totalMs = 0;
        for (int member = 0; member < members; member++) {
            group.join();
            totalMs += assign(assignor, group);
        }
        return totalMs;
    }

    private static double assign(Assignor assignor, SampleGroup group) {
        long startNanos = System.nanoTime();
        group.adopt(assignor.assign(group.members(), group.topics()));
        return (System.nanoTime() - startNanos) / 1e6;
    }
}
