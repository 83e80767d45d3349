package dev.naru.controller;

import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.FeatureLevelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The first records of a new cluster: at which level each feature works. Does nothing in a cluster that has them.
 *
 * @param features level by feature
 */
public record Bootstrap(SortedMap<String, Short> features) implements Operation<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterImage image, DecisionContext context) {
        if (!image.features().isEmpty()) {
            return new Decision<>(List.of(), false);
        }
        List<PersistedRecord> records = new ArrayList<>();
        features.forEach(
                (name, level) -> records.add(new FeatureLevelRecord().name(name).featureLevel(level)));
        return new Decision<>(records, true);
    }
}
