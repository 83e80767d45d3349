package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.classic.MemberProtocol;
import java.util.Arrays;
import java.util.List;

/**
 * What a member of the classic protocol came with when it joined. Its subscription, which the classic protocol leaves to the
 * clients, is in what it says in each of its protocols.
 *
 * @param protocols in its order of preference
 *
 * <p>Threading: immutable.
 */
record ClassicJoin(int sessionTimeoutMs, List<MemberProtocol> protocols) {
    /** Says the same of the same bytes, which a record of arrays does not by itself. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ClassicJoin[").append(sessionTimeoutMs);
        for (MemberProtocol protocol : protocols) {
            text.append(' ').append(protocol.name()).append(':').append(Arrays.hashCode(protocol.metadata()));
        }
        return text.append(']').toString();
    }
}
