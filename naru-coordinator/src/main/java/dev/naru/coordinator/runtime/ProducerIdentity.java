package dev.naru.coordinator.runtime;

/**
 * A producer in one of its lives.
 *
 * @param id -1 for none
 * @param epoch -1 for none
 */
public record ProducerIdentity(long id, short epoch) {
    /** No producer: what a coordinator writes by itself. */
    public static final ProducerIdentity NONE = new ProducerIdentity(-1, (short) -1);

    /** True if there is a producer. */
    public boolean exists() {
        return id >= 0;
    }
}
