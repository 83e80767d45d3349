package dev.naru.client.producer;

/** When a broker acknowledges a record. */
public enum Acks {
    /** Not at all: a record counts as sent once it was given to the connection, and its offset is not known. */
    NONE((short) 0),
    /** When the leader has it. */
    LEADER((short) 1),
    /** When every in-sync replica has it. */
    ALL((short) -1);

    private final short code;

    Acks(short code) {
        this.code = code;
    }

    short code() {
        return code;
    }
}
