package dev.naru.coordinator.group.consumer;

import dev.naru.metadata.SortedTree;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group by their id, and what is asked about all of them with every request: which topics they name, which
 * expressions they use, who has a static name, how many speak the classic protocol. All of it is kept up to date member by
 * member, because a group of thousands cannot be gone through whenever one of them is heard of.
 *
 * <p>Threading: immutable.
 */
final class GroupMembers implements Iterable<Map.Entry<String, ConsumerMember>> {
    static final GroupMembers NONE =
            new GroupMembers(SortedTree.empty(), SortedTree.empty(), SortedTree.empty(), SortedTree.empty(), 0);

    private final SortedTree<String, ConsumerMember> byId;
    /** By topic name and by expression, how many members name it. */
    private final SortedTree<String, Integer> topics;

    private final SortedTree<String, Integer> regexes;
    private final SortedTree<String, String> byInstanceId;
    private final int classicCount;

    private GroupMembers(
            SortedTree<String, ConsumerMember> byId,
            SortedTree<String, Integer> topics,
            SortedTree<String, Integer> regexes,
            SortedTree<String, String> byInstanceId,
            int classicCount) {
        this.byId = byId;
        this.topics = topics;
        this.regexes = regexes;
        this.byInstanceId = byInstanceId;
        this.classicCount = classicCount;
    }

    @Nullable
    ConsumerMember get(String memberId) {
        return byId.get(memberId);
    }

    boolean containsKey(String memberId) {
        return byId.containsKey(memberId);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    int size() {
        return byId.size();
    }

    @Override
    public Iterator<Map.Entry<String, ConsumerMember>> iterator() {
        return byId.iterator();
    }

    /** The topics that members name, each with how many do. */
    SortedTree<String, Integer> topics() {
        return topics;
    }

    /** The expressions that members use, each with how many do. */
    SortedTree<String, Integer> regexes() {
        return regexes;
    }

    /** The static member of this name, or null. */
    @Nullable
    ConsumerMember staticMember(String instanceId) {
        String memberId = byInstanceId.get(instanceId);
        return memberId == null ? null : byId.get(memberId);
    }

    /** How many speak the classic protocol. */
    int classicCount() {
        return classicCount;
    }

    /** With this member as it is now; null takes it away. */
    GroupMembers with(String memberId, @Nullable ConsumerMember member) {
        ConsumerMember before = byId.get(memberId);
        SortedTree<String, Integer> newTopics = topics;
        SortedTree<String, Integer> newRegexes = regexes;
        if (before == null || member == null || !before.subscription().wantsSameTopicsAs(member.subscription())) {
            newTopics = count(count(topics, member, 1), before, -1);
            newRegexes = countRegex(countRegex(regexes, member, 1), before, -1);
        }
        return new GroupMembers(
                member == null ? byId.without(memberId) : byId.with(memberId, member),
                newTopics,
                newRegexes,
                name(unname(byInstanceId, memberId, before), memberId, member),
                classicCount + (isClassic(member) ? 1 : 0) - (isClassic(before) ? 1 : 0));
    }

    private static boolean isClassic(@Nullable ConsumerMember member) {
        return member != null && member.isClassic();
    }

    private static SortedTree<String, Integer> count(
            SortedTree<String, Integer> counts, @Nullable ConsumerMember member, int change) {
        SortedTree<String, Integer> changed = counts;
        if (member != null) {
            for (String name : member.subscription().topicNames()) {
                changed = count(changed, name, change);
            }
        }
        return changed;
    }

    private static SortedTree<String, Integer> countRegex(
            SortedTree<String, Integer> counts, @Nullable ConsumerMember member, int change) {
        String regex = member == null ? null : member.subscription().regex();
        return regex == null ? counts : count(counts, regex, change);
    }

    private static SortedTree<String, Integer> count(SortedTree<String, Integer> counts, String key, int change) {
        Integer known = counts.get(key);
        int count = (known == null ? 0 : known) + change;
        return count == 0 ? counts.without(key) : counts.with(key, count);
    }

    private static SortedTree<String, String> unname(
            SortedTree<String, String> names, String memberId, @Nullable ConsumerMember member) {
        String name = member == null ? null : member.identity().instanceId();
        return name != null && memberId.equals(names.get(name)) ? names.without(name) : names;
    }

    private static SortedTree<String, String> name(
            SortedTree<String, String> names, String memberId, @Nullable ConsumerMember member) {
        String name = member == null ? null : member.identity().instanceId();
        return name == null ? names : names.with(name, memberId);
    }
}
