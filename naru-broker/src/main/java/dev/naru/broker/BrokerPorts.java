package dev.naru.broker;

import dev.naru.common.file.Disk;
import dev.naru.common.net.Acceptor;
import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoops;
import dev.naru.common.runtime.IoPool;
import java.util.random.RandomGenerator;

/**
 * All that a broker has of the world: time, threads, a disk, a network, chance. The real ones come from {@link Main}, the
 * simulated ones from a test.
 *
 * @param random used by one thread, at start-up; whoever needs chance later draws a seed there
 */
public record BrokerPorts(
        Clock clock, EventLoops loops, IoPool ioPool, Disk disk, Acceptor acceptor, RandomGenerator random) {}
