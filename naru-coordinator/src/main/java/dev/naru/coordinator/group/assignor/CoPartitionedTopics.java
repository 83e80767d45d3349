package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Topics with equally many partitions and the same subscribers: what is given away is a partition number, in all of them.
 *
 * <p>Threading: confined to one call of the assignor.
 */
final class CoPartitionedTopics {
    private static final int NOBODY = -1;

    private final List<Assignor.Member> members;
    private final SortedMap<Uuid, Assignor.Topic> topics;
    private final int[] owners;
    private final int[] load;
    private final int share;
    private int largerShareCount;

    CoPartitionedTopics(List<Assignor.Member> members, SortedMap<Uuid, Assignor.Topic> topics, int partitionCount) {
        this.members = members;
        this.topics = topics;
        this.owners = new int[partitionCount];
        this.load = new int[members.size()];
        this.share = partitionCount / members.size();
        this.largerShareCount = partitionCount % members.size();
        Arrays.fill(owners, NOBODY);
    }

    /** For each number the position of the member that gets it. */
    int[] assign() {
        retain();
        fill();
        bringCloser();
        return owners;
    }

    /** A number stays with the member that has it in most topics, unless that member has its share. */
    private void retain() {
        int[] before = mostFrequentOwners();
        for (int number = 0; number < owners.length; number++) {
            int member = before[number];
            if (member != NOBODY && load[member] < share) {
                own(number, member);
            }
        }
        for (int number = 0; number < owners.length && largerShareCount > 0; number++) {
            int member = before[number];
            if (owners[number] == NOBODY && member != NOBODY && load[member] == share) {
                own(number, member);
                largerShareCount--;
            }
        }
    }

    private int[] mostFrequentOwners() {
        int[] best = new int[owners.length];
        int[] bestCount = new int[owners.length];
        Arrays.fill(best, NOBODY);
        int[] count = new int[owners.length];
        for (int member = 0; member < members.size(); member++) {
            Arrays.fill(count, 0);
            PartitionSet current = members.get(member).current();
            for (Uuid id : topics.keySet()) {
                for (int number : current.of(id)) {
                    if (number < owners.length && ++count[number] > bestCount[number]) {
                        bestCount[number] = count[number];
                        best[number] = member;
                    }
                }
            }
        }
        return best;
    }

    private void own(int number, int member) {
        owners[number] = member;
        load[member]++;
    }

    /** The numbers nobody has, in order, to the members that have less than their share, in order. */
    private void fill() {
        int number = 0;
        for (int member = 0; member < members.size(); member++) {
            int due = share;
            if (load[member] <= share && largerShareCount > 0) {
                largerShareCount--;
                due++;
            }
            while (load[member] < due) {
                while (owners[number] != NOBODY) {
                    number++;
                }
                own(number, member);
            }
        }
    }

    private void bringCloser() {
        boolean anyRack =
                topics.values().stream().anyMatch(topic -> !topic.racks().isEmpty());
        if (!anyRack || members.stream().allMatch(member -> member.rack() == null)) {
            return;
        }
        int[] everybody = new int[members.size()];
        Arrays.setAll(everybody, member -> member);
        List<RackSwaps.Item> items = new ArrayList<>();
        for (int number = 0; number < owners.length; number++) {
            items.add(new NumberItem(number, everybody));
        }
        new RackSwaps(items, load, true).run();
    }

    private final class NumberItem implements RackSwaps.Item {
        private final int number;
        private final int[] everybody;

        NumberItem(int number, int[] everybody) {
            this.number = number;
            this.everybody = everybody;
        }

        @Override
        public int owner() {
            return owners[number];
        }

        @Override
        public void owner(int member) {
            owners[number] = member;
        }

        @Override
        public int[] candidates() {
            return everybody;
        }

        @Override
        public int nearness(int member) {
            String rack = members.get(member).rack();
            int nearness = 0;
            for (Assignor.Topic topic : topics.values()) {
                nearness += topic.hasReplicaIn(rack, number) ? 1 : 0;
            }
            return nearness;
        }
    }
}
