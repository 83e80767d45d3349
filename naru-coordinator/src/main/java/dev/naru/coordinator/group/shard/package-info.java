/**
 * One partition of {@code __consumer_offsets} and all that lives in it: {@link dev.naru.coordinator.group.shard.GroupShard}
 * puts the parts together, gives each record to the part it belongs to, and each request to the group that is meant; {@link
 * dev.naru.coordinator.group.shard.GroupAdministration} is what operators ask of it.
 */
@NullMarked
package dev.naru.coordinator.group.shard;

import org.jspecify.annotations.NullMarked;
