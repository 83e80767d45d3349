package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

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
        int[] countedFor = new int[owners.length];
        Arrays.fill(countedFor, NOBODY);
        for (int member = 0; member < members.size(); member++) {
            for (var topic : members.get(member).current().numbers()) {
                for (int number : topics.containsKey(topic.getKey()) ? topic.getValue() : new int[0]) {
                    if (number < owners.length) {
                        count[number] = countedFor[number] == member ? count[number] + 1 : 1;
                        countedFor[number] = member;
                        if (count[number] > bestCount[number]) {
                            bestCount[number] = count[number];
                            best[number] = member;
                        }
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
        Racks racks = new Racks(members, owners.length);
        for (int number = 0; number < owners.length; number++) {
            List<Set<String>> replicas = new ArrayList<>();
            for (Assignor.Topic topic : topics.values()) {
                Set<String> known = topic.racks().get(number);
                if (known != null) {
                    replicas.add(known);
                }
            }
            racks.put(number, replicas);
        }
        if (racks.matter()) {
            int[] everybody = IntStream.range(0, members.size()).toArray();
            new RackSwaps(racks, owners, load).run(0, owners.length, everybody);
        }
    }
}
