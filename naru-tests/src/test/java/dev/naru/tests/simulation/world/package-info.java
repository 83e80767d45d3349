/**
 * A whole broker and clients of the real kind, producers, consumers and admin, in one thread under a seed, in a world where
 * everything fails. {@code BrokerSimulationTest} says what must hold; {@code World} is one run; {@code Trouble} kills, cuts,
 * fills and breaks at random moments. {@code History} hears of every value that was written, acknowledged, read or found on
 * disk, and objects as soon as two of these cannot both be true. What it found once is told by itself in {@code RestartTest}.
 */
package dev.naru.tests.simulation.world;
