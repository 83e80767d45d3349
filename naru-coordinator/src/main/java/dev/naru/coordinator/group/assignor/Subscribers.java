package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Who subscribes to each topic, as positions in the order of members. Topics with the same subscribers have the same array of
 * them. Members that have the very same set of topics are looked at once, which in most groups is all of them.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class Subscribers {
    private static final int[] NOBODY = {};

    private final Map<Uuid, int[]> byTopic = new HashMap<>();

    Subscribers(List<Assignor.Member> members, SortedMap<Uuid, Assignor.Topic> topics) {
        IdentityHashMap<SortedSet<Uuid>, Integer> numbers = new IdentityHashMap<>();
        List<List<Integer>> membersOf = new ArrayList<>();
        Map<Uuid, BitSet> setsWith = new HashMap<>();
        for (int position = 0; position < members.size(); position++) {
            SortedSet<Uuid> set = members.get(position).topics();
            Integer number = numbers.get(set);
            if (number == null) {
                number = membersOf.size();
                numbers.put(set, number);
                membersOf.add(new ArrayList<>());
                for (Uuid id : set) {
                    if (topics.containsKey(id)) {
                        setsWith.computeIfAbsent(id, unknown -> new BitSet()).set(number);
                    }
                }
            }
            membersOf.get(number).add(position);
        }
        Map<BitSet, int[]> known = new HashMap<>();
        setsWith.forEach((id, sets) ->
                byTopic.put(id, known.computeIfAbsent(sets, some -> positions(some, membersOf))));
    }

    private static int[] positions(BitSet sets, List<List<Integer>> membersOf) {
        int[] positions = sets.stream()
                .flatMap(number -> membersOf.get(number).stream().mapToInt(Integer::intValue))
                .toArray();
        Arrays.sort(positions);
        return positions;
    }

    /** The subscribers of a topic, in order; not to be changed. */
    int[] of(Uuid topicId) {
        return byTopic.getOrDefault(topicId, NOBODY);
    }
}
