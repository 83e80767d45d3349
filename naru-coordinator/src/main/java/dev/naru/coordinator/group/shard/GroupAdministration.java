package dev.naru.coordinator.group.shard;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupType;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.classic.ClassicDescriptions;
import dev.naru.coordinator.group.classic.ClassicGroup;
import dev.naru.coordinator.group.offset.OffsetDeletions;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import dev.naru.protocol.message.DescribeGroupsResponse.DescribedGroup;
import dev.naru.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask about groups, and do to them.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class GroupAdministration {
    private final Groups groups;
    private final OffsetDeletions deletions;
    private final ShardTimers timers;

    GroupAdministration(Groups groups, OffsetDeletions deletions, ShardTimers timers) {
        this.groups = groups;
        this.deletions = deletions;
        this.timers = timers;
    }

    /** Lists the groups in one of these states and of one of these types; none given means all. */
    public Decision<List<ListedGroup>> list(List<String> states, List<String> types) {
        Set<String> wantedStates =
                states.stream().map(state -> state.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        Set<@Nullable GroupType> wantedTypes =
                types.stream().map(GroupType::ofName).collect(Collectors.toSet());
        List<ListedGroup> listed = new ArrayList<>();
        for (Group group : groups.all()) {
            boolean isWanted =
                    (states.isEmpty() || wantedStates.contains(group.stateName().toLowerCase(Locale.ROOT)))
                            && (types.isEmpty() || wantedTypes.contains(group.type()));
            if (isWanted) {
                listed.add(new ListedGroup()
                        .groupId(group.groupId())
                        .protocolType(group.protocolType())
                        .groupState(group.stateName())
                        .groupType(group.type().typeName()));
            }
        }
        return Decision.answer(listed);
    }

    /** Describes a classic group. Of one that is not there, or of another type, it says so. */
    public Decision<DescribedGroup> describe(String groupId) {
        return Decision.answer(
                groups.find(groupId) instanceof ClassicGroup group
                        ? ClassicDescriptions.of(group)
                        : ClassicDescriptions.missing(groupId, groups.find(groupId) != null));
    }

    /**
     * Deletes a group without members, and its offsets.
     *
     * @return an empty response if there is more to delete: ask again
     */
    public Decision<Optional<DeletableGroupResult>> delete(String groupId) {
        Outcome outcome = new Outcome();
        Group group = groups.find(groupId);
        ErrorCode error = group == null ? ErrorCode.GROUP_ID_NOT_FOUND : group.validateDelete();
        if (error == ErrorCode.NONE && group != null) {
            if (!deletions.deleteAll(groupId, timers, outcome)) {
                return outcome.decision(Optional.empty());
            }
            group.writeTombstones(outcome);
        }
        return outcome.decision(
                Optional.of(new DeletableGroupResult().groupId(groupId).errorCode(error.code())));
    }
}
