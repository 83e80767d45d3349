package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Reply;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of a classic group: what it said when it joined, what it was assigned, and what it waits for.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class ClassicMember {
    private static final byte[] NOTHING = new byte[0];

    private final Identity identity;
    private final Session session;
    private Joined joined;
    private byte[] assignment = NOTHING;
    private @Nullable Reply<JoinGroupResponse> awaitedJoin;
    private @Nullable Reply<SyncGroupResponse> awaitedSync;
    private boolean isNew;
    private boolean hasSynced;

    ClassicMember(Identity identity, Joined joined, Session session) {
        this.identity = identity;
        this.joined = joined;
        this.session = session;
    }

    /**
     * Who a member is; that does not change.
     *
     * @param instanceId null for a dynamic member
     */
    public record Identity(String memberId, @Nullable String instanceId, String clientId, String host) {}

    /**
     * What a member said when it joined last.
     *
     * @param protocols in its order of preference
     */
    public record Joined(int sessionTimeoutMs, int rebalanceTimeoutMs, List<MemberProtocol> protocols) {}

    /** Its id, given by the coordinator. */
    public String memberId() {
        return identity.memberId;
    }

    /** Its static id, given by its operator, or null. */
    public @Nullable String instanceId() {
        return identity.instanceId;
    }

    /** Who it is. */
    public Identity identity() {
        return identity;
    }

    /** What it said when it joined. */
    public Joined joined() {
        return joined;
    }

    /** What it tells the leader in this protocol; empty if it does not know it. */
    public byte[] metadata(@Nullable String protocolName) {
        for (MemberProtocol protocol : joined.protocols) {
            if (protocol.name().equals(protocolName)) {
                return protocol.metadata();
            }
        }
        return NOTHING;
    }

    /** Its share, as the leader wrote it; empty before there is one. */
    public byte[] assignment() {
        return assignment;
    }

    boolean isStatic() {
        return identity.instanceId != null;
    }

    void update(Joined newJoined) {
        joined = newJoined;
    }

    void assign(byte[] newAssignment) {
        assignment = newAssignment;
    }

    void clearAssignment() {
        assignment = NOTHING;
    }

    Session session() {
        return session;
    }

    /** True until its first rebalance is over: it has no session yet, only so much time. */
    boolean isNew() {
        return isNew;
    }

    void isNew(boolean newIsNew) {
        isNew = newIsNew;
    }

    /** True if it has asked for its assignment in the present generation. */
    boolean hasSynced() {
        return hasSynced;
    }

    void hasSynced(boolean newHasSynced) {
        hasSynced = newHasSynced;
    }

    boolean isAwaitingJoin() {
        return awaitedJoin != null;
    }

    boolean isAwaitingSync() {
        return awaitedSync != null;
    }

    /** Waits for the end of the joining. Whoever waited under the same id before is a retry's former self. */
    void awaitJoin(Reply<JoinGroupResponse> reply) {
        failJoin(ErrorCode.REBALANCE_IN_PROGRESS);
        awaitedJoin = reply;
    }

    /** Waits for the leader's assignment. */
    void awaitSync(Reply<SyncGroupResponse> reply) {
        failSync(ErrorCode.REBALANCE_IN_PROGRESS);
        awaitedSync = reply;
    }

    /** The reply that was waiting, which is now the caller's to give; null if none was. */
    @Nullable
    Reply<JoinGroupResponse> takeJoin() {
        Reply<JoinGroupResponse> taken = awaitedJoin;
        awaitedJoin = null;
        return taken;
    }

    /** The reply that was waiting, which is now the caller's to give; null if none was. */
    @Nullable
    Reply<SyncGroupResponse> takeSync() {
        Reply<SyncGroupResponse> taken = awaitedSync;
        awaitedSync = null;
        return taken;
    }

    void failJoin(ErrorCode error) {
        Reply<JoinGroupResponse> taken = takeJoin();
        if (taken != null) {
            taken.fail(error);
        }
    }

    void failSync(ErrorCode error) {
        Reply<SyncGroupResponse> taken = takeSync();
        if (taken != null) {
            taken.fail(error);
        }
    }
}
