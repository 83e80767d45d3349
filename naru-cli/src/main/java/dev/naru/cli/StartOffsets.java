package dev.naru.cli;

import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.common.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The offsets at which reading begins and ends. Threading: confined to the main thread. */
final class StartOffsets {
    private final Admin admin;
    private final List<TopicPartition> partitions;

    StartOffsets(Admin admin, List<TopicPartition> partitions) {
        this.admin = admin;
        this.partitions = partitions;
    }

    /** The offset of this place in each partition, within what there is. */
    Map<TopicPartition, Long> of(StartPlace from) {
        OffsetSpec place = from.place();
        if (place != null && !place.equals(OffsetSpec.latest())) {
            Map<TopicPartition, Long> found = find(place);
            // No record is that young: what comes next is.
            if (found.containsValue(-1L)) {
                Map<TopicPartition, Long> ends = ends();
                found.replaceAll((partition, offset) -> offset < 0 ? ends.get(partition) : offset);
            }
            return found;
        }
        Map<TopicPartition, Long> ends = ends();
        if (place != null) {
            return ends;
        }
        Map<TopicPartition, Long> wanted = new HashMap<>();
        ends.forEach(
                (partition, end) -> wanted.put(partition, from.offset() < 0 ? end + from.offset() : from.offset()));
        return within(wanted, ends);
    }

    /** These offsets; those before the first record or behind the last become that. */
    Map<TopicPartition, Long> within(Map<TopicPartition, Long> wanted) {
        return within(wanted, ends());
    }

    private Map<TopicPartition, Long> within(Map<TopicPartition, Long> wanted, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> first = find(OffsetSpec.earliest());
        Map<TopicPartition, Long> inside = new HashMap<>();
        ends.forEach((partition, end) -> inside.put(
                partition,
                Math.min(Math.max(wanted.getOrDefault(partition, end), first.getOrDefault(partition, 0L)), end)));
        return inside;
    }

    /** Behind the last record of each partition, now. */
    Map<TopicPartition, Long> ends() {
        return find(OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> find(OffsetSpec place) {
        Map<TopicPartition, OffsetSpec> places = new HashMap<>();
        partitions.forEach(partition -> places.put(partition, place));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, FoundOffset> found :
                BrokerOption.await(admin.offsets(places)).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }
}
