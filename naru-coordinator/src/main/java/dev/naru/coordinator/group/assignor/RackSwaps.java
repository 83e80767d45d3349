package dev.naru.coordinator.group.assignor;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes members exchange what they have, one thing for one thing, where more of it is then read near a replica. Nobody ends up
 * with more or fewer than before, except that one may be handed from a member to another that has exactly one fewer. What
 * is exchanged could go to the same members, so that whatever was balanced before is balanced after.
 *
 * <p>Every exchange brings something closer, so there is an end; on large groups the search ends earlier, after a fixed
 * number of comparisons, with what has been found by then.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class RackSwaps {
    private static final int COMPARISONS_MAX = 2_000_000;

    private final List<Item> items;
    private final int[] load;
    private final boolean canHandOver;
    private final List<List<Item>> owned;
    private int comparisonCount;

    /** Something a member can have: a partition, or partitions of the same number. */
    interface Item {
        int owner();

        void owner(int member);

        /** Who can have it; the same array for all items that the same members can have. */
        int[] candidates();

        /** How many replicas are near that member. */
        int nearness(int member);
    }

    /**
     * @param load how much each member has, changed where something is handed over
     * @param canHandOver whether handing over to a member that has one fewer keeps everybody balanced
     */
    RackSwaps(List<Item> items, int[] load, boolean canHandOver) {
        this.items = items;
        this.load = load;
        this.canHandOver = canHandOver;
        this.owned = new ArrayList<>();
        for (int member = 0; member < load.length; member++) {
            owned.add(new ArrayList<>());
        }
        items.forEach(item -> owned.get(item.owner()).add(item));
    }

    void run() {
        boolean improved = true;
        while (improved && comparisonCount < COMPARISONS_MAX) {
            improved = false;
            for (Item item : items) {
                improved |= improve(item);
            }
        }
    }

    private boolean improve(Item item) {
        int nearness = item.nearness(item.owner());
        for (int member : item.candidates()) {
            comparisonCount++;
            int gain = item.nearness(member) - nearness;
            if (gain > 0 && (handOver(item, member) || exchange(item, member, gain))) {
                return true;
            }
            if (comparisonCount >= COMPARISONS_MAX) {
                return false;
            }
        }
        return false;
    }

    private boolean handOver(Item item, int to) {
        int from = item.owner();
        if (!canHandOver || load[to] + 1 != load[from]) {
            return false;
        }
        load[from]--;
        load[to]++;
        give(item, to);
        return true;
    }

    private boolean exchange(Item item, int with, int gain) {
        int owner = item.owner();
        for (Item other : owned.get(with)) {
            comparisonCount++;
            if (other.candidates() == item.candidates() && other.nearness(owner) - other.nearness(with) + gain > 0) {
                give(item, with);
                give(other, owner);
                return true;
            }
        }
        return false;
    }

    private void give(Item item, int to) {
        owned.get(item.owner()).remove(item);
        owned.get(to).add(item);
        item.owner(to);
    }
}
