package dev.naru.coordinator.group.classic;

import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import java.util.Arrays;
import java.util.List;

/**
 * An assignment protocol a member knows, and what it tells the leader in it. Most preferred ones come first in a member's
 * list. Threading: immutable; the bytes are not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and never exposed to anyone who writes
public record MemberProtocol(String name, byte[] metadata) {
    static List<MemberProtocol> of(List<JoinGroupRequestProtocol> requested) {
        return requested.stream()
                .map(protocol -> new MemberProtocol(protocol.name(), protocol.metadata()))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberProtocol that && name.equals(that.name) && Arrays.equals(metadata, that.metadata);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(metadata);
    }
}
