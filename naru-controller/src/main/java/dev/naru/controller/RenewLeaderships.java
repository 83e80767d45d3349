package dev.naru.controller;

import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the partitions a broker leads a new leader epoch, after it came back from a crash that may have cost it the end of
 * its logs. Offsets that are written again then carry a newer epoch, so that whoever read the lost ones can tell (KIP-320).
 *
 * <p>Done in portions, because a broker may lead very many partitions; the answer is where the next portion begins.
 *
 * @param from where to begin, null for the beginning
 */
public record RenewLeaderships(int brokerId, @Nullable String from) implements Operation<RenewLeaderships.Portion> {
    private static final int PARTITIONS_PER_PORTION = 10_000;

    /** One portion: the topic at which the next one begins, or null after the last. */
    public record Portion(@Nullable String next) {}

    @Override
    public Decision<Portion> decide(ClusterImage image, DecisionContext context) {
        List<PersistedRecord> records = new ArrayList<>();
        for (Map.Entry<String, TopicImage> topic : image.topics().byName().from(from == null ? "" : from)) {
            if (records.size() >= PARTITIONS_PER_PORTION) {
                return new Decision<>(records, new Portion(topic.getKey()));
            }
            addChanges(topic.getValue(), records);
        }
        return new Decision<>(records, new Portion(null));
    }

    private void addChanges(TopicImage topic, List<PersistedRecord> records) {
        int number = 0;
        for (PartitionImage partition : topic.partitions()) {
            if (partition.leader() == brokerId) {
                records.add(new PartitionChangeRecord()
                        .topicId(topic.id())
                        .partitionId(number)
                        .leader(brokerId));
            }
            number++;
        }
    }
}
