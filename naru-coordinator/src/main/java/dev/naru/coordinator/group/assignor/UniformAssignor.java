package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spreads single partitions evenly. In this order of importance: every partition has an owner; no partition could go to a
 * subscriber that has two fewer than its owner; partitions are read near a replica; partitions stay where they are.
 *
 * <p>Where all members subscribe to the same topics, nobody has more than one partition more than anybody else.
 *
 * <p>Threading: stateless.
 */
public final class UniformAssignor implements Assignor {
    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public SortedMap<String, PartitionSet> assign(SortedMap<String, Member> members, SortedMap<Uuid, Topic> topics) {
        UniformSpread spread = new UniformSpread(members, topics);
        spread.retain();
        spread.fill();
        spread.balance();
        spread.bringCloser();
        Iterator<PartitionSet> assigned = spread.assigned().iterator();
        SortedMap<String, PartitionSet> byMember = new TreeMap<>();
        members.keySet().forEach(memberId -> byMember.put(memberId, assigned.next()));
        return byMember;
    }
}
