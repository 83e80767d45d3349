package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.protocol.group.GroupMetadataValue.MemberMetadata;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes members, with the session each has.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class MemberFactory implements ClassicGroup.RestoredMembers {
    /** Names may be as long as a string can be; an id that begins with one must still be a string. */
    private static final int NAME_LENGTH_MAX = 255;

    private final ShardTimers timers;
    private final Rebalance rebalance;
    private final RandomGenerator random;

    MemberFactory(ShardTimers timers, Rebalance rebalance, RandomGenerator random) {
        this.timers = timers;
        this.rebalance = rebalance;
        this.random = random;
    }

    /** An id that nobody had before; it begins with a name that people recognize. */
    String newMemberId(String clientId, @Nullable String instanceId) {
        return shortened(instanceId == null ? clientId : instanceId)
                + "-"
                + new UUID(random.nextLong(), random.nextLong());
    }

    private static String shortened(String name) {
        if (name.length() <= NAME_LENGTH_MAX) {
            return name;
        }
        // Half a character would be another id once it was sent.
        boolean splits = Character.isHighSurrogate(name.charAt(NAME_LENGTH_MAX - 1));
        return name.substring(0, splits ? NAME_LENGTH_MAX - 1 : NAME_LENGTH_MAX);
    }

    Session newSession(ClassicGroup group, String memberId) {
        return new Session(timers, () -> {
            Outcome outcome = new Outcome();
            rebalance.expire(group, memberId, outcome);
            return outcome.decision();
        });
    }

    ClassicMember newMember(ClassicGroup group, ClassicMember.Identity identity, ClassicMember.Joined joined) {
        return new ClassicMember(identity, joined, newSession(group, identity.memberId()));
    }

    @Override
    public ClassicMember member(ClassicGroup group, MemberMetadata stored) {
        ClassicMember member = group.members().find(stored.memberId());
        if (member == null) {
            member = restore(group, stored);
        }
        if (member.isAwaitingSync()) {
            member.hasSynced(true);
        }
        member.assign(stored.assignment());
        return member;
    }

    private ClassicMember restore(ClassicGroup group, MemberMetadata stored) {
        // The log keeps what was said in the chosen protocol, which is enough until the member joins again.
        String protocol = group.protocolName();
        ClassicMember member = newMember(
                group,
                new ClassicMember.Identity(
                        stored.memberId(), stored.groupInstanceId(), stored.clientId(), stored.clientHost()),
                new ClassicMember.Joined(
                        stored.sessionTimeout(),
                        stored.rebalanceTimeout() < 0 ? stored.sessionTimeout() : stored.rebalanceTimeout(),
                        protocol == null ? List.of() : List.of(new MemberProtocol(protocol, stored.subscription()))));
        member.hasSynced(true);
        member.session().extend(stored.sessionTimeout());
        return member;
    }
}
