package dev.naru.metadata;

/** Who set a value, the strongest first. */
public enum ConfigOrigin {
    /** The topic itself. */
    TOPIC,
    /** The group itself. */
    GROUP,
    /** This broker, while it runs. */
    BROKER,
    /** All brokers, while they run. */
    CLUSTER_DEFAULT,
    /** This broker's file, environment or command line. */
    STATIC_BROKER,
    /** Nobody: it is built in. */
    BUILT_IN
}
