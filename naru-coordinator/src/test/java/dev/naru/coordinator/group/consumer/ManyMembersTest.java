package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members whose records do not fit into one batch, few as they are, because the group has a very long name. */
class ManyMembersTest {
    private static final String GROUP = "g".repeat(30_000);
    private static final int MEMBERS = 50;

    private final GroupBench bench = new GroupBench(1_000, MEMBERS);

    @BeforeEach
    void join() {
        bench.topic("t", MEMBERS);
        for (int number = 0; number < MEMBERS; number++) {
            beat(number, 0);
        }
    }

    private ConsumerGroupHeartbeatResponse beat(int number, int epoch) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(GROUP)
                .memberId("m" + number)
                .memberEpoch(epoch);
        if (epoch == 0) {
            request.rebalanceTimeoutMs(60_000)
                    .subscribedTopicNames(List.of("t"))
                    .topicPartitions(List.of());
        }
        return bench.decide(shard -> shard.consumer().heartbeat(new ClientInfo("", "", (short) 1), request));
    }

    /** How many lines of the state begin so. */
    private long count(String beginning) {
        return bench.state()
                .dump()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .count();
    }

    @Test
    void areAssignedInSeveralSteps() {
        assertThat(count("  target ")).isLessThan(MEMBERS);

        bench.loop.advanceMs(1_000);

        assertThat(bench.state().dump().lines().filter(line -> line.matches("  target m\\d+=\\{[^\\[]+\\[\\d+]}")))
                .hasSize(MEMBERS);
        assertThat(bench.state().dump()).contains("number=" + (MEMBERS + 1), "Target[epoch=" + (MEMBERS + 1));
        bench.checkReplay();
    }

    @Test
    void areRemovedInSeveralStepsWhenAllOfThemAreSilent() {
        assertThat(count("  m")).isEqualTo(MEMBERS);

        bench.loop.advanceMs(GroupBench.SESSION_TIMEOUT_MS + 2_000);

        assertThat(count("  ")).isZero();
        bench.checkReplay();
    }
}
