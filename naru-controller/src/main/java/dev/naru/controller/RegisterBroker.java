package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ImageRecords;
import java.util.List;

/**
 * A broker has started and says who it is. It gets an epoch, which is the offset of its registration, so that a later
 * start of the same broker always has a larger one.
 *
 * <p>Where a node is by itself it is not fenced first: it is its own controller and knows that it is alive.
 */
public record RegisterBroker(
        int brokerId, Uuid incarnationId, BrokerImage.Contact contact, BrokerImage.Capabilities capabilities)
        implements Operation<Long> {
    @Override
    public Decision<Long> decide(ClusterImage image, DecisionContext context) {
        BrokerImage known = image.brokers().get(brokerId);
        if (known != null && known.incarnationId().equals(incarnationId) && known.isActive()) {
            return new Decision<>(List.of(), known.epoch());
        }
        long epoch = image.position().endOffset();
        BrokerImage broker = new BrokerImage(
                brokerId, epoch, incarnationId, contact, new BrokerImage.State(false, false), capabilities);
        return new Decision<>(List.of(ImageRecords.registration(broker)), epoch);
    }
}
