package dev.naru.client.group;

import dev.naru.client.ClientException;

/**
 * A commit came too late: the member had lost its partitions, and others may have read on from the offsets committed before.
 * Nothing was committed. What was read since is read again by whoever has the partitions now.
 */
public final class MemberFencedException extends ClientException {
    private static final long serialVersionUID = 1L;

    MemberFencedException(String message) {
        super(message);
    }
}
