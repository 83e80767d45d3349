package dev.naru.coordinator.group.assignor;

import java.util.Arrays;

/**
 * Moves partitions of topics that have the same subscribers from those who have most to those who have least, as long as that
 * makes them more alike. The partitions of an owner are a stack, on top those that it did not have before.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class Balance {
    private static final int END = -1;

    private final int[] load;
    private final int[] owners;
    private final int[] before;
    private final int[] top;
    private final int[] below;
    private final LongHeap lightest = new LongHeap();
    private final LongHeap heaviest = new LongHeap();

    /**
     * @param load how much each member has, of these topics and others
     * @param before who had each partition until now
     */
    Balance(int[] load, int[] owners, int[] before) {
        this.load = load;
        this.owners = owners;
        this.before = before;
        this.top = new int[load.length];
        this.below = new int[owners.length];
    }

    /** Balances this range of partitions among these members. True if anything was moved. */
    boolean run(int[] subscribers, int from, int to) {
        Arrays.fill(top, END);
        lightest.clear();
        heaviest.clear();
        stack(from, to, true);
        stack(from, to, false);
        for (int member : subscribers) {
            weigh(member);
        }
        boolean moved = false;
        while (true) {
            pass(lightest, 1);
            pass(heaviest, -1);
            if (heaviest.isEmpty() || -heaviest.rank() - lightest.rank() < 2) {
                return moved;
            }
            move(heaviest.index(), lightest.index());
            moved = true;
        }
    }

    private void stack(int from, int to, boolean retained) {
        for (int partition = from; partition < to; partition++) {
            int owner = owners[partition];
            if (retained == (before[partition] == owner)) {
                below[partition] = top[owner];
                top[owner] = partition;
            }
        }
    }

    private void weigh(int member) {
        lightest.push(load[member], member);
        if (top[member] != END) {
            heaviest.push(-load[member], member);
        }
    }

    /** Passes over pairs that are no longer true. */
    private void pass(LongHeap heap, int sign) {
        while (!heap.isEmpty() && sign * heap.rank() != load[heap.index()]) {
            heap.pop();
        }
    }

    private void move(int from, int to) {
        int partition = top[from];
        top[from] = below[partition];
        below[partition] = top[to];
        top[to] = partition;
        owners[partition] = to;
        load[from]--;
        load[to]++;
        heaviest.pop();
        lightest.pop();
        weigh(from);
        weigh(to);
    }
}
