package dev.naru.tests.simulation.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions under a seed: producers and a consume-transform-produce pipeline crash, stall, are fenced, send again and send late;
 * the broker is killed, stopped and cut off. FAILURES.md section 1 all eight, P1 to P4, T1 to T6, G2, G5.
 */
@ExtendWith(ErrorsLogged.class)
class TransactionSimulationTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionSimulationTest.class);

    @Seeded(count = 100)
    void keepsTransactionsWholeInTheSecondVersion(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new TransactionWorld(gen, true).run());
    }

    @Seeded(count = 50)
    void keepsTransactionsWholeInTheFirstVersion(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new TransactionWorld(gen, false).run());
    }

    @Test
    void runsTheSameUnderTheSameSeed() throws Exception {
        assertThat(new TransactionWorld(new Gen(11), true).run())
                .isEqualTo(new TransactionWorld(new Gen(11), true).run());
    }

    @Tag("soak")
    @Seeded(count = 6_000)
    void keepsTransactionsWholeForLong(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new TransactionWorld(gen, gen.anyBoolean()).run());
    }
}
