package dev.naru.common.net;

import java.nio.ByteBuffer;

/** One whole frame that arrived. Whoever receives it releases it, exactly once; then its buffer must not be touched. */
public interface Frame {
    /** The bytes, without the length prefix; position zero, limit and capacity the size. */
    ByteBuffer buffer();

    /** Gives the memory back. */
    void release();
}
