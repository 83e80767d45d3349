package dev.naru.coordinator.group.assignor;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes members exchange what they have, one item for one item, where more of it is then read near a replica. Nobody ends up
 * with more or fewer than before, except that an item may be handed from a member to another that has exactly one fewer. All
 * items can go to the same members, so that whatever was balanced before is balanced after.
 *
 * <p>Members of the same rack are all the same here. So for every rack it is known which of its items would lose least by
 * moving to a certain other one, and nobody has to be compared with everybody. Every exchange brings something closer, so there
 * is an end; at the end, no exchange of two items is left that would.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class RackSwaps {
    /** Stands for every rack that an item is not near to. */
    private static final int ELSEWHERE = -1;

    private final Racks racks;
    private final int[] owners;
    private final int[] load;
    private final Map<Long, LongHeap> leavers = new HashMap<>();
    private final LongHeap[] lightest;

    /**
     * @param owners the member that has each item
     * @param load how much each member has, changed where something is handed over
     */
    RackSwaps(Racks racks, int[] owners, int[] load) {
        this.racks = racks;
        this.owners = owners;
        this.load = load;
        this.lightest = new LongHeap[racks.count()];
        for (int rack = 0; rack < lightest.length; rack++) {
            lightest[rack] = new LongHeap();
        }
    }

    /**
     * Brings the items of this range closer.
     *
     * @param receivers whom an item can be handed to; nobody, if that could unbalance others
     */
    void run(int from, int to, int[] receivers) {
        leavers.clear();
        for (int item = from; item < to; item++) {
            offer(item);
        }
        for (int member : receivers) {
            weigh(member);
        }
        boolean improved = true;
        while (improved) {
            improved = false;
            for (int item = from; item < to; item++) {
                improved |= improve(item);
            }
        }
    }

    private boolean improve(int item) {
        int nearness = racks.nearness(item, rackOf(item));
        for (int rack : racks.near(item)) {
            int gain = racks.nearness(item, rack) - nearness;
            if (gain > 0 && (handOver(item, rack) || exchange(item, rack, gain))) {
                return true;
            }
        }
        return false;
    }

    private int rackOf(int item) {
        return racks.of(owners[item]);
    }

    private boolean handOver(int item, int rack) {
        LongHeap heap = lightest[rack];
        while (!heap.isEmpty() && load[heap.index()] != heap.rank()) {
            heap.pop();
        }
        int from = owners[item];
        if (heap.isEmpty() || heap.rank() + 1 != load[from]) {
            return false;
        }
        int to = heap.index();
        load[from]--;
        load[to]++;
        weigh(from);
        weigh(to);
        give(item, to);
        return true;
    }

    private void weigh(int member) {
        int rack = racks.of(member);
        if (rack != Racks.NOWHERE) {
            lightest[rack].push(load[member], member);
        }
    }

    private boolean exchange(int item, int rack, int gain) {
        int from = owners[item];
        LongHeap one = leavers(rack, racks.of(from));
        LongHeap other = leavers(rack, ELSEWHERE);
        LongHeap best = one == null || (other != null && other.rank() < one.rank()) ? other : one;
        if (best == null || gain <= best.rank()) {
            return false;
        }
        int back = best.index();
        int to = owners[back];
        give(item, to);
        give(back, from);
        return true;
    }

    private void give(int item, int to) {
        owners[item] = to;
        offer(item);
    }

    /** Writes down, at the rack where the item is now, what it would lose by moving to another. */
    private void offer(int item) {
        int here = rackOf(item);
        if (here == Racks.NOWHERE) {
            return;
        }
        int nearness = racks.nearness(item, here);
        for (int rack : racks.near(item)) {
            if (rack != here) {
                push(here, rack, nearness - racks.nearness(item, rack), item);
            }
        }
        push(here, ELSEWHERE, nearness, item);
    }

    private void push(int here, int there, int loss, int item) {
        leavers.computeIfAbsent(key(here, there), fresh -> new LongHeap()).push(loss, item);
    }

    /** The items of a rack by what they would lose; those that have moved on meanwhile are dropped. Null if there is none. */
    private @Nullable LongHeap leavers(int here, int there) {
        LongHeap heap = leavers.get(key(here, there));
        while (heap != null && !heap.isEmpty() && rackOf(heap.index()) != here) {
            heap.pop();
        }
        return heap == null || heap.isEmpty() ? null : heap;
    }

    private static long key(int here, int there) {
        return (long) here << Integer.SIZE | (there & 0xffff_ffffL);
    }
}
