package dev.naru.controller;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.metadata.ProducerIdsRecord;
import java.util.List;

/**
 * A broker asks for producer ids that nobody else will be given. It gets a block, and asks again when it is used up; what a
 * broker that dies had left is never used.
 */
public record AllocateProducerIds(int brokerId, long brokerEpoch)
        implements Operation<Result<AllocateProducerIds.Block>> {
    /** How many ids are in a block. */
    public static final int BLOCK_SIZE = 1_000;

    /** The ids from {@code first} on, {@code count} of them. */
    public record Block(long first, int count) {}

    @Override
    public Decision<Result<Block>> decide(ClusterImage image, DecisionContext context) {
        BrokerImage broker = image.brokers().get(brokerId);
        if (broker == null) {
            return refused(ControllerError.BROKER_NOT_REGISTERED, "Broker " + brokerId + " is not registered.");
        }
        if (broker.epoch() != brokerEpoch) {
            return refused(
                    ControllerError.STALE_BROKER_EPOCH,
                    "Broker " + brokerId + " is registered in epoch " + broker.epoch() + ", not " + brokerEpoch + ".");
        }
        long first = image.nextProducerId();
        ProducerIdsRecord record = new ProducerIdsRecord()
                .brokerId(brokerId)
                .brokerEpoch(brokerEpoch)
                .nextProducerId(Math.addExact(first, BLOCK_SIZE));
        return new Decision<>(List.of(record), Result.ok(new Block(first, BLOCK_SIZE)));
    }

    private static Decision<Result<Block>> refused(ControllerError error, String message) {
        return new Decision<>(List.of(), new Result.Refused<>(error, message));
    }
}
