package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.admin.ActiveProducer;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.TopicDescription;
import dev.naru.client.admin.TransactionDescription;
import dev.naru.client.admin.TransactionListing;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Open transactions in partitions, and whose they are. The leader knows producer ids; who uses them, the coordinators know.
 *
 * <p>One of which no coordinator knows hangs: nobody will ever end it. A coordinator knows of a transaction before a partition
 * has it, and forgets it only after all its partitions have ended it. So a transaction hangs for sure if the coordinators, asked
 * after the leader, do not know it, and the leader, asked again after them, still has it open; and if every coordinator was there
 * to be asked.
 *
 * <p>Threading: confined to the main thread.
 */
final class OpenTransactions {
    private static final String COORDINATORS = "__transaction_state";

    private final Admin admin;
    private final Map<Long, String> ids = new HashMap<>();
    private final Map<String, Optional<TransactionDescription>> known = new HashMap<>();

    private OpenTransactions(Admin admin) {
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

        long startOffset() {
            return producer.transactionStartOffset();
        }

        private boolean isAmong(List<ActiveProducer> others) {
            return others.stream()
                    .anyMatch(other -> other.producerId() == producer.producerId()
                            && other.transactionStartOffset() == startOffset());
        }
    }

    /** The open transactions of these partitions, in each the one that began first at the front. */
    static List<Open> in(Admin admin, Collection<TopicPartition> partitions) {
        Map<TopicPartition, List<ActiveProducer>> before = new HashMap<>();
        for (TopicPartition partition : new TreeSet<>(partitions)) {
            before.put(partition, open(admin, partition));
        }
        if (before.values().stream().allMatch(List::isEmpty)) {
            return List.of();
        }
        OpenTransactions transactions = new OpenTransactions(admin);
        for (TransactionListing listing : BrokerOption.await(admin.transactions())) {
            transactions.ids.put(listing.producerId(), listing.transactionalId());
        }
        List<Open> found = new ArrayList<>();
        for (TopicPartition partition : new TreeSet<>(before.keySet())) {
            for (ActiveProducer producer : before.getOrDefault(partition, List.of())) {
                found.add(new Open(partition, producer, transactions.owner(partition, producer)));
            }
        }
        transactions.removeEnded(found);
        return found;
    }

    private static List<ActiveProducer> open(Admin admin, TopicPartition partition) {
        return BrokerOption.await(admin.producers(partition)).stream()
                .filter(producer -> producer.transactionStartOffset() >= 0)
                .sorted(Comparator.comparingLong(ActiveProducer::transactionStartOffset))
                .toList();
    }

    private @Nullable TransactionDescription owner(TopicPartition partition, ActiveProducer producer) {
        String id = ids.get(producer.producerId());
        return id == null
                ? null
                : known.computeIfAbsent(id, this::describe)
                        .filter(owner -> owner.partitions().contains(partition))
                        .orElse(null);
    }

    private Optional<TransactionDescription> describe(String transactionalId) {
        try {
            return Optional.of(BrokerOption.await(admin.transaction(transactionalId)));
        } catch (BrokerException refused) {
            if (refused.code() == ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** What was ended meanwhile did not hang. */
    private void removeEnded(List<Open> found) {
        Map<TopicPartition, List<ActiveProducer>> after = new HashMap<>();
        found.stream().filter(Open::isHanging).forEach(each -> after.put(each.partition(), List.of()));
        if (after.isEmpty()) {
            return;
        }
        requireCoordinators();
        after.replaceAll((partition, ignored) -> open(admin, partition));
        found.removeIf(each -> each.isHanging() && !each.isAmong(after.getOrDefault(each.partition(), List.of())));
    }

    /** Nobody answers for the ids of a partition without a leader. */
    private void requireCoordinators() {
        for (TopicDescription topic : BrokerOption.await(admin.topics())) {
            if (topic.name().equals(COORDINATORS)
                    && topic.partitions().stream().anyMatch(partition -> partition.leader() < 0)) {
                throw new CommandFailed(
                        "topic " + COORDINATORS + " has a partition without a leader, so it cannot be told "
                                + "which transactions hang; naru topic describe " + COORDINATORS + " shows which");
            }
        }
    }
}
