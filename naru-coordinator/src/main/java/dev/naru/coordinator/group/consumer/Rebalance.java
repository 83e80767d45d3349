package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.assignor.Assignor;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.group.assignor.RangeAssignor;
import dev.naru.coordinator.group.assignor.UniformAssignor;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Makes a new epoch of a group when what its assignment stands on has changed, and the assignment for it once that is due:
 * after the last one, members that come and go are gathered for a while, so that a group that starts is not assigned
 * anew for each of its members.
 *
 * <p>An assignment that changes the targets of more members than fit into a batch is made once and written in steps; only the
 * last one begins its epoch.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Rebalance {
    private static final List<Assignor> ASSIGNORS = List.of(new UniformAssignor(), new RangeAssignor());

    private final Supplier<ClusterImage> image;
    private final GroupConfig.Consumer config;
    private final ShardTimers timers;
    private final Map<String, Plan> plans = new HashMap<>();
    private final TopicHashes hashes = new TopicHashes();
    private final List<Assignor> assignors;

    /** The rest of an assignment of which a part is written; worth something as long as the group is as it was. */
    private record Plan(int epoch, SortedMap<String, PartitionSet> targets) {
        boolean isFor(ConsumerGroupState state) {
            return epoch == state.epoch().number()
                    && targets.size() == state.members().size()
                    && targets.keySet().stream().allMatch(state.members()::containsKey);
        }
    }

    Rebalance(Supplier<ClusterImage> image, GroupConfig.Consumer config, ShardTimers timers) {
        this.image = image;
        this.config = config;
        this.timers = timers;
        this.assignors = new ArrayList<>();
        for (String name : config.assignors()) {
            ASSIGNORS.stream().filter(one -> one.name().equals(name)).forEach(assignors::add);
        }
    }

    /** The assignors there are, the default one first. */
    List<String> assignorNames() {
        return assignors.stream().map(Assignor::name).toList();
    }

    /** The assignor the group uses. */
    Assignor assignor(ConsumerGroupState state) {
        return TargetAssignment.preferred(state, assignors);
    }

    ClusterImage image() {
        return image.get();
    }

    GroupSettings settings(String groupId) {
        return GroupSettings.of(groupId, image.get(), config);
    }

    GroupConfig.Consumer config() {
        return config;
    }

    void onImage() {
        hashes.onImage(image.get());
    }

    /** The members or their subscriptions have changed. */
    void onMembersChanged(GroupDraft draft) {
        draft.removeUnusedRegexes();
        draft.bumpEpoch(hashes.hash(draft.state().topicNames(), image.get()));
    }

    /** The topics that the group subscribes to may have changed. True if they have. */
    boolean onTopicsChanged(GroupDraft draft) {
        long hash = hashes.hash(draft.state().topicNames(), image.get());
        if (hash == draft.state().epoch().metadataHash()) {
            return false;
        }
        draft.bumpEpoch(hash);
        return true;
    }

    /** Makes the assignment if the group's epoch has none and the last one is old enough. */
    void assignIfDue(GroupDraft draft) {
        if (dueInMs(draft) == 0) {
            assign(draft);
        }
    }

    private void assign(GroupDraft draft) {
        ConsumerGroupState state = draft.state();
        Plan plan = plans.remove(draft.groupId());
        if (plan == null || !plan.isFor(state)) {
            plan = new Plan(state.epoch().number(), TargetAssignment.of(state, assignor(state), image.get()));
        }
        if (!draft.putTargets(plan.targets, timers)) {
            plans.put(draft.groupId(), plan);
        }
    }

    /** The group is no more. */
    void forget(String groupId) {
        plans.remove(groupId);
    }

    /** In how many milliseconds an assignment is due; below zero if none is. */
    long dueInMs(GroupDraft draft) {
        ConsumerGroupState state = draft.state();
        if (state.members().isEmpty() || state.target().epoch() >= state.epoch().number()) {
            return -1;
        }
        long intervalMs = settings(draft.groupId()).assignmentIntervalMs();
        long sinceMs = Math.max(0, draft.nowMs() - state.target().timestampMs());
        return state.target().timestampMs() == 0 ? 0 : Math.max(0, intervalMs - sinceMs);
    }

    /** The regular expressions of all these groups. */
    static Set<String> regexesInUse(Iterable<ConsumerGroup> groups) {
        Set<String> inUse = new HashSet<>();
        groups.forEach(group -> group.state().members().regexes().forEach(regex -> inUse.add(regex.getKey())));
        return inUse;
    }
}
