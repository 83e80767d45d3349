package dev.naru.storage;

/** Who made the batches a leader appends. */
public enum AppendOrigin {
    /** A producer: epochs and sequences are checked. */
    CLIENT,
    /** A group or transaction coordinator of this cluster: no sequences, transaction markers allowed. */
    COORDINATOR
}
