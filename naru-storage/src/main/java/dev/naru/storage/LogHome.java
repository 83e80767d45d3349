package dev.naru.storage;

import dev.naru.common.runtime.EventLoop;

/**
 * What a log found on disk needs to be used.
 *
 * @param loop the loop its partition is confined to
 * @param config the settings of its topic
 */
public record LogHome(EventLoop loop, LogConfig config) {}
