package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.testkit.SimulatedClock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RegexIndexTest {
    private final RegexIndex index = new RegexIndex(new NoTimers(), () -> ClusterImage.EMPTY, group -> {});

    /** Nothing is ever due. */
    private static final class NoTimers implements ShardTimers {
        private final SimulatedClock clock = new SimulatedClock();

        @Override
        public int batchSizeBytesMax() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public Cancellable schedule(long delayMs, Supplier<Decision<Runnable>> action) {
            return () -> {};
        }
    }

    @Test
    void anExpressionOfTheLogThatIsRefusedNowMatchesNothing() {
        assertThat(index.find("((", "g")).isEmpty();
    }

    @Test
    void nobodyMaySubscribeAnewToAnExpressionThatOnlyTheLogHas() {
        index.find("((", "g");

        assertThatThrownBy(() -> index.check("((")).isInstanceOf(RefusedException.class);
    }
}
