package dev.naru.client.admin;

import dev.naru.common.Uuid;

/**
 * A topic that was just created.
 *
 * @param name its name
 * @param id its id, {@link Uuid#ZERO} if the broker is too old to say
 * @param partitionCount how many partitions it got, -1 if the broker is too old to say
 * @param replicationFactor how many replicas of each, -1 if the broker is too old to say
 */
public record CreatedTopic(String name, Uuid id, int partitionCount, int replicationFactor) {}
