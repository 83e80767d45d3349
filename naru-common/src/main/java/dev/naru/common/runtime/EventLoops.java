package dev.naru.common.runtime;

import java.util.List;

/**
 * The few loops of a process, one per core by default. Connections and partitions share them, so that a request usually
 * meets its partition on the loop it arrived on.
 */
public interface EventLoops {
    /** All loops, in a fixed order. */
    List<EventLoop> all();

    /** The loop that owns whatever has this hash; the same answer for the life of the process. */
    default EventLoop forHash(int hash) {
        List<EventLoop> loops = all();
        int spread = hash * 0x9E3779B9;
        return loops.get(Math.floorMod(spread ^ (spread >>> 16), loops.size()));
    }
}
