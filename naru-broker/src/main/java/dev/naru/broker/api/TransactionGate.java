package dev.naru.broker.api;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.TouchPartitions;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.coordinator.transaction.TransactionVersion;
import dev.naru.protocol.ErrorCode;
import dev.naru.replication.Partition;
import dev.naru.storage.TransactionGuard;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where a transaction enters a partition (KIP-890). Before its first record is written there, its coordinator is asked: for
 * old clients whether they have added the partition, for new ones the partition is added on the way. So whatever is written
 * is known to the coordinator, which will send a marker, and nothing that comes late can open a transaction that nobody ends.
 *
 * <p>The answer may be old when it arrives. Therefore a {@link TransactionGuard} is drawn from the partition before the
 * question, and the append shows it: a marker written meanwhile has made it void. That marker may be the one of the producer's
 * last transaction, whose end was waited for; so a new guard is drawn then, and the coordinator asked once more.
 *
 * <p>Threading: called on the request's loop.
 */
final class TransactionGate {
    /** How often one request is stopped, and its coordinator asked, at most. */
    static final int STOPS_MAX = 3;

    private final CoordinatorGateway<TransactionShard> coordinator;
    private final TransactionEntry entry;
    private final BrokerConfig.Transactions config;

    TransactionGate(CoordinatorGateway<TransactionShard> coordinator, BrokerConfig.Transactions config) {
        this.coordinator = coordinator;
        this.entry = new TransactionEntry(coordinator, config);
        this.config = config;
    }

    /** How much a client knows of transactions, and so what is done for it and which errors it understands. */
    enum Client {
        /** Adds partitions itself, and knows INVALID_TXN_STATE for everything that is wrong. */
        OLD,
        /** Adds partitions itself, and knows that some errors need no more than an abort. */
        KNOWS_ABORTABLE,
        /** Has its partitions added by the broker. */
        ADDS_ON_THE_WAY;

        boolean isAddedByBroker() {
            return this == ADDS_ON_THE_WAY;
        }
    }

    /** Whose transaction wants to enter. */
    record Entrant(String transactionalId, ProducerIdentity producer, Client client) {}

    /** True if the coordinator has to be asked for this client. */
    boolean isAsking(Client client) {
        return config.verified() || client.isAddedByBroker();
    }

    /**
     * Asks the coordinator about partitions; {@code verdicts} gets an error code that the client understands for each of them,
     * on the request's loop.
     */
    void ask(
            Entrant entrant,
            Set<TopicPartition> partitions,
            RequestContext context,
            Consumer<Map<TopicPartition, ErrorCode>> verdicts) {
        new Question(entrant, partitions, context, verdicts).ask();
    }

    /**
     * Lets something that is no produced batch enter one partition.
     *
     * @param passed runs on the partition's loop; what it appends there at once is sure to belong to an open transaction
     * @param refused gets the error, on the request's loop
     */
    void enter(
            Entrant entrant,
            Partition partition,
            RequestContext context,
            Runnable passed,
            Consumer<ErrorCode> refused) {
        new Entering(entrant, partition, context, passed, refused).stopOrPass();
    }

    /** One that is not a batch, on its way in. */
    private final class Entering {
        private final Entrant entrant;
        private final Partition partition;
        private final RequestContext context;
        private final Runnable passed;
        private final Consumer<ErrorCode> refused;
        private int stops;

        Entering(
                Entrant entrant,
                Partition partition,
                RequestContext context,
                Runnable passed,
                Consumer<ErrorCode> refused) {
            this.entrant = entrant;
            this.partition = partition;
            this.context = context;
            this.passed = passed;
            this.refused = refused;
        }

        void stopOrPass() {
            context.runOn(partition.loop(), () -> {
                TransactionGuard guard = isAsking(entrant.client())
                        ? partition.guardTransaction(
                                entrant.producer().id(), entrant.producer().epoch(), 0)
                        : null;
                if (guard == null) {
                    passed.run();
                } else {
                    context.runOn(context.loop(), () -> askUnder(guard));
                }
            });
        }

        private void askUnder(TransactionGuard guard) {
            stops++;
            ask(
                    entrant,
                    Set.of(partition.id()),
                    context,
                    verdicts -> onVerdict(verdicts.getOrDefault(partition.id(), ErrorCode.NONE), guard));
        }

        private void onVerdict(ErrorCode verdict, TransactionGuard guard) {
            if (verdict != ErrorCode.NONE) {
                refused.accept(verdict);
                return;
            }
            context.runOn(partition.loop(), () -> {
                if (partition.isInForce(guard)) {
                    passed.run();
                } else if (stops < STOPS_MAX) {
                    context.runOn(context.loop(), this::stopOrPass);
                } else {
                    context.runOn(context.loop(), () -> refused.accept(ErrorCode.INVALID_TXN_STATE));
                }
            });
        }
    }

    /** What the coordinator says, in words this client understands. */
    private static ErrorCode translated(ErrorCode error, Client client) {
        return switch (error) {
            case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
            case TRANSACTION_ABORTABLE -> client == Client.OLD ? ErrorCode.INVALID_TXN_STATE : error;
            case CONCURRENT_TRANSACTIONS -> client.isAddedByBroker() ? error : ErrorCode.NOT_ENOUGH_REPLICAS;
            // Not what it says, but every client tries again; of a coordinator's error in this place none has heard.
            case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS ->
                ErrorCode.NOT_ENOUGH_REPLICAS;
            default -> error;
        };
    }

    /** One question. */
    private final class Question {
        private final Entrant entrant;
        private final Set<TopicPartition> partitions;
        private final RequestContext context;
        private final Consumer<Map<TopicPartition, ErrorCode>> verdicts;

        Question(
                Entrant entrant,
                Set<TopicPartition> partitions,
                RequestContext context,
                Consumer<Map<TopicPartition, ErrorCode>> verdicts) {
            this.entrant = entrant;
            this.partitions = partitions;
            this.context = context;
            this.verdicts = verdicts;
        }

        void ask() {
            TouchPartitions request =
                    new TouchPartitions(entrant.transactionalId, entrant.producer, partitions, TransactionVersion.V2);
            if (entrant.client.isAddedByBroker()) {
                entry.add(request, context, this::answerAll);
            } else {
                coordinator.decide(
                        entrant.transactionalId,
                        context,
                        shard -> shard.verifyPartitions(request),
                        this::answerEach,
                        this::answerAll);
            }
        }

        private void answerAll(ErrorCode error) {
            SortedMap<TopicPartition, ErrorCode> all = new TreeMap<>();
            partitions.forEach(partition -> all.put(partition, error));
            answerEach(all);
        }

        private void answerEach(SortedMap<TopicPartition, ErrorCode> answers) {
            SortedMap<TopicPartition, ErrorCode> understood = new TreeMap<>();
            answers.forEach((partition, error) -> understood.put(partition, translated(error, entrant.client)));
            verdicts.accept(understood);
        }
    }
}
