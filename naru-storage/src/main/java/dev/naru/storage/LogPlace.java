package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;

/**
 * Which log it is, and where its files are.
 *
 * @param topicId zero if the folder does not say
 */
record LogPlace(TopicPartition partition, Uuid topicId, LogFolder folder, LogDirectory directory) {}
