package dev.naru.controller;

/** Why something was refused. What it means in the protocol is decided where responses are made. */
public enum ControllerError {
    /** A name no topic can have, or one too close to another's. */
    INVALID_TOPIC_NAME,
    /** The topic is there already. */
    TOPIC_ALREADY_EXISTS,
    /** There is no topic of this name. */
    UNKNOWN_TOPIC,
    /** There is no topic of this id. */
    UNKNOWN_TOPIC_ID,
    /** Deleting topics is switched off. */
    TOPIC_DELETION_DISABLED,
    /** A number of partitions that cannot be. */
    INVALID_PARTITIONS,
    /** A number of replicas that cannot be. */
    INVALID_REPLICATION_FACTOR,
    /** Replicas assigned to brokers in a way that cannot be. */
    INVALID_REPLICA_ASSIGNMENT,
    /** A setting that does not exist or a value it does not take. */
    INVALID_CONFIG,
    /** The request contradicts itself or asks for what cannot be asked for. */
    INVALID_REQUEST,
    /** More than one request may ask for. */
    LIMIT_EXCEEDED,
    /** The broker is not registered. */
    BROKER_NOT_REGISTERED,
    /** The broker was registered anew since. */
    STALE_BROKER_EPOCH
}
