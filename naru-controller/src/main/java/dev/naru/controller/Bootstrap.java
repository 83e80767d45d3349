package dev.naru.controller;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.FeatureLevelRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * At which level each feature works, for those of which the metadata log says nothing: all of them in a new cluster, and what
 * a newer version of Naru has learned in an old one. What the log says stays, so an upgrade changes nothing that somebody has
 * chosen; and a level that another broker does not know yet is left for later.
 *
 * @param features level by feature
 * @param brokerId the broker that starts, whose last registration says what it knew before its upgrade
 */
public record Bootstrap(SortedMap<String, Short> features, int brokerId) implements Operation<Boolean> {
    @Override
    public Decision<Boolean> decide(ClusterImage image, DecisionContext context) {
        List<PersistedRecord> records = new ArrayList<>();
        features.forEach((name, level) -> {
            if (image.features().get(name) == null && isKnownToOthers(name, level, image)) {
                records.add(new FeatureLevelRecord().name(name).featureLevel(level));
            }
        });
        return new Decision<>(records, !records.isEmpty());
    }

    private boolean isKnownToOthers(String feature, short level, ClusterImage image) {
        for (Map.Entry<Integer, BrokerImage> entry : image.brokers()) {
            BrokerImage.FeatureRange known =
                    entry.getValue().capabilities().features().get(feature);
            boolean isKnown = known != null && known.min() <= level && level <= known.max();
            if (entry.getKey() != brokerId && !isKnown) {
                return false;
            }
        }
        return true;
    }
}
