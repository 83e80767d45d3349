package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.admin.ActiveProducer;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.TransactionDescription;
import dev.naru.client.admin.TransactionListing;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Open transactions in a partition, and whose they are. The leader knows producer ids; who uses them, the coordinators know.
 *
 * <p>One of which no coordinator knows hangs: nobody will ever end it. A coordinator forgets a transaction only after all its
 * partitions have ended it, so it hangs for sure if the leader still has it open after the coordinators were asked.
 *
 * <p>Threading: confined to the main thread.
 */
final class OpenTransactions {
    private final Admin admin;
    private @Nullable List<TransactionListing> listings;

    OpenTransactions(Admin admin) {
        this.admin = admin;
    }

    /**
     * An open transaction in a partition.
     *
     * @param partition the partition
     * @param producer as the leader knows it
     * @param owner as its coordinator knows it, null if none does
     */
    record Open(
            TopicPartition partition,
            ActiveProducer producer,
            @Nullable TransactionDescription owner) {
        boolean isHanging() {
            return owner == null;
        }

        /** {@code transactional id 'a' (producer 5)}. */
        String name() {
            String id = "producer " + producer.producerId();
            return owner == null
                    ? id + ", which no coordinator knows"
                    : "'" + owner.transactionalId() + "' (" + id + ")";
        }
    }

    /** The open transactions of a partition, the one that began first at the front. */
    List<Open> in(TopicPartition partition) {
        List<ActiveProducer> before = open(partition);
        List<Open> found = new ArrayList<>();
        boolean unknown = false;
        for (ActiveProducer producer : before) {
            TransactionDescription owner = owner(partition, producer);
            unknown |= owner == null;
            found.add(new Open(partition, producer, owner));
        }
        if (unknown) {
            // What was ended meanwhile did not hang.
            List<ActiveProducer> after = open(partition);
            found.removeIf(each -> each.isHanging()
                    && after.stream()
                            .noneMatch(still ->
                                    still.producerId() == each.producer().producerId()
                                            && still.transactionStartOffset()
                                                    == each.producer().transactionStartOffset()));
        }
        return found;
    }

    private List<ActiveProducer> open(TopicPartition partition) {
        return BrokerOption.await(admin.producers(partition)).stream()
                .filter(producer -> producer.transactionStartOffset() >= 0)
                .sorted(Comparator.comparingLong(ActiveProducer::transactionStartOffset))
                .toList();
    }

    private @Nullable TransactionDescription owner(TopicPartition partition, ActiveProducer producer) {
        for (TransactionListing listing : listings()) {
            if (listing.producerId() == producer.producerId()) {
                TransactionDescription known = describe(listing.transactionalId());
                if (known != null && known.partitions().contains(partition)) {
                    return known;
                }
            }
        }
        return null;
    }

    private @Nullable TransactionDescription describe(String transactionalId) {
        try {
            return BrokerOption.await(admin.transaction(transactionalId));
        } catch (BrokerException refused) {
            if (refused.code() == ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) {
                return null;
            }
            throw refused;
        }
    }

    private List<TransactionListing> listings() {
        if (listings == null) {
            listings = BrokerOption.await(admin.transactions());
        }
        return listings;
    }
}
