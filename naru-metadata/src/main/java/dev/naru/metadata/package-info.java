/**
 * What a cluster knows about itself.
 *
 * <p>Open {@link dev.naru.metadata.ClusterImage} first: topics, partitions, brokers and configs at one moment, never
 * changed. {@link dev.naru.metadata.ClusterDelta} replays metadata records on top of one image and gives the next. The
 * records come from a {@link dev.naru.metadata.MetadataLog}, of which {@link dev.naru.metadata.FileMetadataLog} is the one
 * of a single node; {@link dev.naru.metadata.MetadataFollower} turns the log into images for everybody else. {@link
 * dev.naru.metadata.TopicConfigs} declares what can be configured on a topic.
 */
@NullMarked
package dev.naru.metadata;

import org.jspecify.annotations.NullMarked;
