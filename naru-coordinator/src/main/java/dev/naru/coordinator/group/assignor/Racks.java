package dev.naru.coordinator.group.assignor;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which racks members run and replicas are, as numbers. What is assigned, a partition or partitions of the same number, is an
 * item here; how near it is to a rack is how many of its partitions have a replica there. Racks without members are left out.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class Racks {
    /** The rack of a member that did not say. */
    static final int NOWHERE = -1;

    private static final int[] NONE = {};

    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[] ofMembers;
    private final int[][] ofItems;
    private final int[][] nearness;
    private boolean anyItem;

    Racks(List<Assignor.Member> members, int itemCount) {
        this.ofMembers = new int[members.size()];
        this.ofItems = new int[itemCount][];
        this.nearness = new int[itemCount][];
        Arrays.fill(ofItems, NONE);
        for (int member = 0; member < ofMembers.length; member++) {
            String rack = members.get(member).rack();
            ofMembers[member] = rack == null ? NOWHERE : numbers.computeIfAbsent(rack, fresh -> numbers.size());
        }
    }

    /** Notes where the replicas of an item's partitions are, a set of racks for each of them. */
    void put(int item, Collection<Set<String>> racks) {
        if (numbers.isEmpty() || racks.isEmpty()) {
            return;
        }
        int[] counts = new int[numbers.size()];
        for (Set<String> ofPartition : racks) {
            for (String rack : ofPartition) {
                Integer number = numbers.get(rack);
                if (number != null) {
                    counts[number]++;
                }
            }
        }
        int[] near = new int[counts.length];
        int count = 0;
        for (int rack = 0; rack < counts.length; rack++) {
            if (counts[rack] > 0) {
                near[count] = rack;
                counts[count++] = counts[rack];
            }
        }
        ofItems[item] = Arrays.copyOf(near, count);
        nearness[item] = Arrays.copyOf(counts, count);
        anyItem |= count > 0;
    }

    /** True if some member runs where some replica is. */
    boolean matter() {
        return anyItem;
    }

    /** How many racks there are. */
    int count() {
        return numbers.size();
    }

    /** Where a member runs. */
    int of(int member) {
        return ofMembers[member];
    }

    /** The racks an item is near to, in order. */
    int[] near(int item) {
        return ofItems[item];
    }

    /** How near an item is to a rack. */
    int nearness(int item, int rack) {
        int at = Arrays.binarySearch(ofItems[item], rack);
        return at < 0 ? 0 : nearness[item][at];
    }
}
