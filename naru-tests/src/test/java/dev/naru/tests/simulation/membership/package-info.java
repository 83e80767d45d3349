/**
 * Our own members of groups and one broker in a simulated thread, where everything that can fail does.
 *
 * <p>Open {@code GroupConsumerSimulationTest} first.
 */
@NullMarked
package dev.naru.tests.simulation.membership;

import org.jspecify.annotations.NullMarked;
