package dev.naru.tests.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupHistoryTest {
    private final List<GroupEvent> events = new ArrayList<>();
    private long nowMs = 1_000;

    @Test
    void acceptsRecordsBehindTheLastCommitOfACrashedMemberTwice() {
        assigned("a");
        reads("a", 0, 1, 2);
        commits("a", 3);
        reads("a", 3, 4);
        assigned("b");
        reads("b", 3, 4, 5);

        assertThat(check(6)).isEqualTo(2);
    }

    @Test
    void acceptsACommitWhoseAnswerNobodySaw() {
        assigned("a");
        reads("a", 0, 1);
        add("a", GroupEvent.Kind.ATTEMPT, 2);
        assigned("b");
        reads("b", 2, 3);

        assertThat(check(4)).isZero();
    }

    @Test
    void findsAReturnToZero() {
        assigned("a");
        reads("a", 0, 1);
        commits("a", 2);
        assigned("b");
        reads("b", 0, 1, 2);

        assertThatThrownBy(() -> check(3)).hasMessageContaining("offset 2 had been committed");
    }

    @Test
    void findsAReturnToAnOlderCommit() {
        assigned("a");
        reads("a", 0, 1);
        commits("a", 2);
        reads("a", 2, 3);
        commits("a", 4);
        assigned("b");
        reads("b", 2, 3, 4);

        assertThatThrownBy(() -> check(5)).hasMessageContaining("goes back, offset 4 had been committed");
    }

    @Test
    void findsAJumpAhead() {
        assigned("a");
        reads("a", 0, 1);
        commits("a", 2);
        assigned("b");
        reads("b", 5, 6);

        assertThatThrownBy(() -> check(7)).hasMessageContaining("begins where nobody committed");
    }

    @Test
    void findsAGapWithinAnAssignment() {
        assigned("a");
        reads("a", 0, 2);

        assertThatThrownBy(() -> check(3)).hasMessageContaining("does not follow on 0");
    }

    @Test
    void findsARecordNobodyRead() {
        assigned("a");
        reads("a", 0, 1);

        assertThatThrownBy(() -> check(3)).hasMessageContaining("nobody read offset 2");
    }

    private int check(long end) {
        return new GroupHistory(events).check(List.of(end));
    }

    private void assigned(String member) {
        add(member, GroupEvent.Kind.ASSIGNED, -1);
    }

    private void reads(String member, long... offsets) {
        for (long offset : offsets) {
            add(member, GroupEvent.Kind.READ, offset);
        }
    }

    private void commits(String member, long offset) {
        add(member, GroupEvent.Kind.ATTEMPT, offset);
        add(member, GroupEvent.Kind.COMMITTED, offset);
    }

    private void add(String member, GroupEvent.Kind kind, long offset) {
        events.add(new GroupEvent(nowMs++, member, kind, 0, offset));
    }
}
