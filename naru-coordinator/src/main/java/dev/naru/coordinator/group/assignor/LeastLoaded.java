package dev.naru.coordinator.group.assignor;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds, again and again, the member that has least, among equals one that runs near a replica, else the first of them.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class LeastLoaded {
    private final Racks racks;
    private final int[] load;
    private final LongHeap[] byRack;
    private final List<LongHeap> all = new ArrayList<>();

    /** Among these members; nobody else changes their load meanwhile. */
    LeastLoaded(int[] members, int[] load, Racks racks) {
        this.racks = racks;
        this.load = load;
        this.byRack = new LongHeap[racks.matter() ? racks.count() : 0];
        LongHeap nowhere = new LongHeap();
        all.add(nowhere);
        for (int member : members) {
            int rack = racks.of(member);
            if (rack == Racks.NOWHERE || byRack.length == 0) {
                nowhere.push(load[member], member);
            } else {
                if (byRack[rack] == null) {
                    byRack[rack] = new LongHeap();
                    all.add(byRack[rack]);
                }
                byRack[rack].push(load[member], member);
            }
        }
    }

    /** The member that gets this item. */
    int take(int item) {
        LongHeap best = lightest();
        int loadMin = best.rank();
        boolean found = false;
        for (int rack : byRack.length == 0 ? new int[0] : racks.near(item)) {
            LongHeap heap = byRack[rack];
            if (heap != null && heap.rank() == loadMin && (!found || heap.index() < best.index())) {
                best = heap;
                found = true;
            }
        }
        int member = best.index();
        best.pop();
        load[member]++;
        best.push(load[member], member);
        return member;
    }

    private LongHeap lightest() {
        LongHeap best = all.get(all.size() - 1);
        for (LongHeap heap : all) {
            if (!heap.isEmpty()
                    && (heap.rank() < best.rank() || (heap.rank() == best.rank() && heap.index() < best.index()))) {
                best = heap;
            }
        }
        return best;
    }
}
