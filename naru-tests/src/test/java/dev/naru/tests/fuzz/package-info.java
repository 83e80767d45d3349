/**
 * Garbage thrown at a broker process while a well-behaved client keeps working.
 *
 * <p>Open {@link dev.naru.tests.fuzz.GarbageTest} first; {@link dev.naru.tests.fuzz.Mutator} makes the garbage out of frames that
 * real clients sent, {@link dev.naru.tests.fuzz.GoodNeighbour} is the client that must not notice.
 */
package dev.naru.tests.fuzz;
