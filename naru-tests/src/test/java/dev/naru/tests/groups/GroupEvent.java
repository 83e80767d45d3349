package dev.naru.tests.groups;

/**
 * Something a member of a group did with a partition, at a time on the machine's clock, which all members share.
 *
 * @param offset of the record that was read, or the position that was committed; -1 where there is none
 */
record GroupEvent(long timeMs, String member, Kind kind, int partition, long offset) {
    enum Kind {
        /** The partition is the member's now. */
        ASSIGNED,
        /** It is no longer. */
        GONE,
        /** A record was processed. */
        READ,
        /** A commit of a position is about to be sent. */
        ATTEMPT,
        /** The broker has acknowledged it. */
        COMMITTED,
        /** The broker has refused it, or nobody knows. */
        REFUSED
    }
}
