package dev.naru.coordinator.group.classic;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How members agree on an assignment protocol: of those that all of them know, each votes for the one it prefers.
 *
 * <p>Threading: stateless.
 */
final class ProtocolChoice {
    private ProtocolChoice() {}

    /** True if one of these protocols is known to all members. */
    static boolean isSharedByAll(List<MemberProtocol> protocols, Collection<ClassicMember> members) {
        return protocols.stream().anyMatch(protocol -> areAllKnowing(protocol.name(), members));
    }

    private static boolean areAllKnowing(String name, Collection<ClassicMember> members) {
        return members.stream().allMatch(member -> knows(member.joined().protocols(), name));
    }

    private static boolean knows(List<MemberProtocol> protocols, String name) {
        return protocols.stream().anyMatch(protocol -> protocol.name().equals(name));
    }

    /** The protocol with the most votes, of these preferences in the order of the members; null if they share none. */
    static @Nullable String vote(List<List<MemberProtocol>> preferences) {
        Map<String, Integer> knownBy = new HashMap<>();
        preferences.forEach(protocols -> protocols.stream()
                .map(MemberProtocol::name)
                .distinct()
                .forEach(name -> knownBy.merge(name, 1, Integer::sum)));
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (List<MemberProtocol> protocols : preferences) {
            for (MemberProtocol protocol : protocols) {
                if (knownBy.getOrDefault(protocol.name(), 0) == preferences.size()) {
                    votes.merge(protocol.name(), 1, Integer::sum);
                    break;
                }
            }
        }
        String winner = null;
        for (Map.Entry<String, Integer> candidate : votes.entrySet()) {
            if (winner == null || candidate.getValue() > votes.getOrDefault(winner, 0)) {
                winner = candidate.getKey();
            }
        }
        return winner;
    }
}
