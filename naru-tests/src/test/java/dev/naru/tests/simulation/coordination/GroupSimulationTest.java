package dev.naru.tests.simulation.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.tests.simulation.coordination.GroupWorld.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups under a seed: members join, crash, leave, return, and commit after their time; the broker is killed, stopped, cut off and
 * loses power. FAILURES.md G2, G4, G5, unseen forever.
 */
@ExtendWith(ErrorsLogged.class)
class GroupSimulationTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(GroupSimulationTest.class);

    @Seeded(count = 60)
    void keepsPositionsOfClassicGroups(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new GroupWorld(gen, Kind.CLASSIC, false).run());
    }

    @Seeded(count = 60)
    void keepsPositionsOfConsumerGroups(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new GroupWorld(gen, Kind.CONSUMER, false).run());
    }

    @Seeded(count = 30)
    void keepsPositionsWhileAGroupMigrates(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new GroupWorld(gen, Kind.MIXED, false).run());
    }

    @Seeded(count = 40)
    void inventsNoPositionWhenThePowerGoes(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new GroupWorld(gen, gen.oneOf(Kind.values()), true).run());
    }

    @Test
    void runsTheSameUnderTheSameSeed() throws Exception {
        assertThat(new GroupWorld(new Gen(11), Kind.MIXED, true).run())
                .isEqualTo(new GroupWorld(new Gen(11), Kind.MIXED, true).run());
    }

    @Tag("soak")
    @Seeded(count = 6_000)
    void keepsPositionsForLong(Gen gen) throws Exception {
        LOGGER.info("seed={} {}", gen.seed(), new GroupWorld(gen, gen.oneOf(Kind.values()), gen.chance(30)).run());
    }
}
