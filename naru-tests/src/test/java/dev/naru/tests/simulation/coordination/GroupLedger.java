package dev.naru.tests.simulation.coordination;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who was given which partition of a group last, and what was committed: a commit by somebody whose partition has been given to another
 * must be refused, and no position is ever answered that nobody who might has committed.
 *
 * <p>Every position says who committed it: it is a step and a member's number in one.
 *
 * <p>Threading: the simulation's thread.
 */
final class GroupLedger {
    private static final long MEMBERS_MAX = 1_000;

    private final CommittedOffsets positions;
    private final Map<Integer, String> owners = new TreeMap<>();
    private final Map<Integer, Integer> commits = new HashMap<>();
    private int lives;

    GroupLedger(String group) {
        this.positions = new CommittedOffsets(group);
    }

    /** A number for a member that begins anew. */
    int newLife() {
        if (++lives == MEMBERS_MAX) {
            throw new IllegalStateException("too many members for positions to tell them apart");
        }
        return lives;
    }

    /** The position some steps behind another, committed by this life of a member. */
    static long after(long position, int steps, int life) {
        return (position / MEMBERS_MAX + steps) * MEMBERS_MAX + life;
    }

    /** A member was told that a partition is its own. */
    void onGiven(int partition, String member) {
        owners.put(partition, member);
    }

    /** It has given the partition back, or left. */
    void onGivenBack(int partition, String member) {
        owners.remove(partition, member);
    }

    boolean isOwner(int partition, String member) {
        return member.equals(owners.get(partition));
    }

    @Nullable
    String owner(int partition) {
        return owners.get(partition);
    }

    /** A commit is sent now; the result is handed in with its outcome. */
    Commit send(int partition, long position, String member) {
        boolean mayCommit = !owners.containsKey(partition) || isOwner(partition, member);
        if (mayCommit) {
            positions.onTry(partition, position);
        }
        return new Commit(partition, position, member, mayCommit);
    }

    record Commit(int partition, long position, String member, boolean mayCommit) {}

    void onAccepted(Commit commit) {
        if (!commit.mayCommit) {
            throw new AssertionError("a zombie's commit was accepted: " + commit + "; owners are " + owners);
        }
        positions.onAcknowledged(commit.partition, commit.position);
        commits.merge(commit.partition, 1, Integer::sum);
    }

    void onRefused(Commit commit) {
        positions.onImpossible(commit.partition, commit.position);
    }

    /** What an answer to a question sent now may not lie below. */
    long notBelow(int partition) {
        return positions.notBelow(partition);
    }

    void onFetched(int partition, long position, long notBelow) {
        positions.onFetched(partition, position, notBelow);
    }

    void onPowerLoss() {
        positions.onPowerLoss();
    }

    /** How often each partition's position was committed. */
    int commits(int partition) {
        return commits.getOrDefault(partition, 0);
    }

    Set<Integer> owned() {
        return owners.keySet();
    }
}
