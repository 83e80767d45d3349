package dev.naru.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationWaitersTest {
    private final ReplicationWaiters waiters = new ReplicationWaiters();
    private final List<String> told = new ArrayList<>();

    private ReplicationWaiter waiter(String name) {
        return refusal -> told.add(name + ":" + refusal);
    }

    @Test
    void tellsThoseWhoseOffsetIsPassedInTheOrderOfOffsets() {
        waiters.add(9, waiter("c"));
        waiters.add(5, waiter("b"));
        waiters.add(2, waiter("a"));

        waiters.onHighWatermark(2, null);
        assertThat(told).isEmpty();
        waiters.onHighWatermark(6, null);
        assertThat(told).containsExactly("a:null", "b:null");
        waiters.onHighWatermark(10, Refusal.NOT_ENOUGH_REPLICAS_AFTER_APPEND);
        assertThat(told).containsExactly("a:null", "b:null", "c:NOT_ENOUGH_REPLICAS_AFTER_APPEND");
        assertThat(waiters.count()).isZero();
    }

    @Test
    void forgetsWhoGaveUpAndRefusesTheRest() {
        ReplicationWaiter gone = waiter("gone");
        waiters.add(1, gone);
        waiters.add(2, waiter("left"));

        waiters.remove(gone);
        waiters.refuseAll(Refusal.NOT_LEADER);

        assertThat(told).containsExactly("left:NOT_LEADER");
    }
}
