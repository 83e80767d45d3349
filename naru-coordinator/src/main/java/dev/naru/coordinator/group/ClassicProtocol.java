package dev.naru.coordinator.group;

import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;

/**
 * The four requests of the classic protocol. A classic group serves them; so does a consumer group for members that have not
 * moved to the new protocol yet.
 *
 * <p>Threading: confined to the shard's loop.
 */
public interface ClassicProtocol {
    /** Answered once the group has a new generation, or at once if it already has what the member needs. */
    Decision<Runnable> join(ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply);

    /** Answered once the leader has sent the assignment. */
    Decision<Runnable> sync(ClientInfo client, SyncGroupRequest request, Reply<SyncGroupResponse> reply);

    /** Answered at once; this is how members hear of a rebalance. */
    Decision<HeartbeatResponse> heartbeat(ClientInfo client, HeartbeatRequest request);

    /** Answered at once; several members may leave together. */
    Decision<Runnable> leave(ClientInfo client, LeaveGroupRequest request, Reply<LeaveGroupResponse> reply);
}
