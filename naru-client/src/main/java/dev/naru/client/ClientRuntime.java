package dev.naru.client;

import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import java.util.random.RandomGenerator;

/**
 * What a client runs on. Everything it owns is confined to {@code loop}; its connections are opened there too.
 *
 * @param loop the loop, and through it the clock
 * @param connector opens connections
 * @param random chance: jitter, the first broker to try, the partition of records without key
 */
public record ClientRuntime(EventLoop loop, Connector connector, RandomGenerator random) {}
