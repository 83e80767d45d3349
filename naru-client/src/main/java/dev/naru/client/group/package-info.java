/**
 * Reading in a group.
 *
 * <p>Open {@link dev.naru.client.group.GroupConsumer} first. It joins two halves. One is the {@link
 * dev.naru.client.consumer.Consumer}, which reads what it is told to. The other tells it: a {@link
 * dev.naru.client.group.Member} talks to the coordinator, as {@link dev.naru.client.group.HeartbeatMember} in the newer
 * protocol or as {@link dev.naru.client.group.ClassicMember} in the classic one, and learns which partitions it should have;
 * {@link dev.naru.client.group.Ownership} gets there from what it has, by giving up and taking on partitions; {@link
 * dev.naru.client.group.OffsetStore} keeps in the cluster how far each was read. {@link dev.naru.client.group.GroupLoop} is
 * what happens around each poll. The leader of a classic group, {@link dev.naru.client.group.ClassicLeader}, also shares the
 * partitions out.
 *
 * <p>Partitions change hands only while a poll is waiting. That is what makes "everything an earlier poll returned is done
 * with" true, for automatic commits and for listeners.
 */
@NullMarked
package dev.naru.client.group;

import org.jspecify.annotations.NullMarked;
