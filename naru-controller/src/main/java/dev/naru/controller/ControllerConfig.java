package dev.naru.controller;

import dev.naru.common.config.ConfigView;

/**
 * What the controller has to know of the configuration.
 *
 * @param partitionCountDefault partitions of a topic whose creator does not say ({@code num.partitions})
 * @param replicationFactorDefault its replicas ({@code default.replication.factor})
 * @param topicDeletionEnabled whether topics can be deleted ({@code delete.topic.enable})
 * @param broker what the broker was started with, with the broker keys of topics in it
 */
public record ControllerConfig(
        int partitionCountDefault, int replicationFactorDefault, boolean topicDeletionEnabled, ConfigView broker) {}
