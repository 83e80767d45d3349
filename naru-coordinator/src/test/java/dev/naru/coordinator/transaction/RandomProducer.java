package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import dev.naru.testkit.Gen;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client that runs transactions under one id, by the rules of its version, until it is fenced or crashes; then it starts
 * again as somebody new, while what it has sent may still be on its way.
 *
 * <p>Threading: confined to the test's thread.
 */
final class RandomProducer {
    private static final int TIMEOUT_MS = 4_000;
    private static final int RETRY_MS = 10;
    private static final int WRITES_MAX = 5;

    private final TransactionWorld world;
    private final UnreliableCall network;
    private final Gen gen;
    private final String transactionalId;
    private final TransactionVersion version;
    private final List<TopicPartition> topics;
    private final List<AttemptedTransaction> history;
    private int life;
    private int transactionCount;
    private boolean retired;

    RandomProducer(
            TransactionWorld world,
            UnreliableCall network,
            Gen gen,
            String transactionalId,
            TransactionVersion version,
            List<TopicPartition> topics,
            List<AttemptedTransaction> history) {
        this.world = world;
        this.network = network;
        this.gen = gen;
        this.transactionalId = transactionalId;
        this.version = version;
        this.topics = topics;
        this.history = history;
    }

    /** Begins as somebody new; whoever it was before is not heard of any more. */
    void start() {
        life++;
        if (!retired) {
            new Life(life).initialize();
        }
    }

    /** Begins no new transaction. */
    void retire() {
        retired = true;
    }

    /** One instance of the client, from its initialisation to its end. */
    private final class Life {
        private final int number;
        private ProducerIdentity identity = ProducerIdentity.NONE;

        Life(int number) {
            this.number = number;
        }

        private boolean isOver() {
            return number != life;
        }

        private void later(Runnable action) {
            world.simulation.after(RETRY_MS, () -> {
                if (!isOver()) {
                    action.run();
                }
            });
        }

        void initialize() {
            InitProducer request = new InitProducer(transactionalId, TIMEOUT_MS, ProducerIdentity.NONE, -1);
            network.send(true, (Consumer<ProducerAnswer> answer) -> world.init(request, answer), answer -> {
                if (isOver()) {
                    return;
                }
                if (answer.error() == ErrorCode.NONE) {
                    identity = answer.producer();
                    begin();
                } else {
                    later(this::initialize);
                }
            });
        }

        private void begin() {
            if (retired) {
                return;
            }
            String name = transactionalId + "/" + number + "/" + transactionCount++;
            AttemptedTransaction attempt = new AttemptedTransaction(name);
            history.add(attempt);
            Queue<TopicPartition> targets = new ArrayDeque<>();
            for (int write = gen.intIn(1, WRITES_MAX); write > 0; write--) {
                targets.add(gen.oneOf(topics));
            }
            writeNext(attempt, targets);
        }

        private void writeNext(AttemptedTransaction attempt, Queue<TopicPartition> targets) {
            if (isOver()) {
                return;
            }
            TopicPartition target = targets.poll();
            if (target == null) {
                end(attempt, gen.chance(70));
                return;
            }
            String value = attempt.name() + "#" + attempt.attempted().size();
            attempt.onAttempt(value, target);
            ProducerIdentity writer = identity;
            network.send(
                    version.bumpsEpoch(),
                    (Consumer<ErrorCode> answer) -> write(writer, target, value, answer),
                    error -> onWritten(error, attempt, targets, value, target));
        }

        /** As the leader of the partition does it: asks the coordinator under a guard, and appends. */
        private void write(ProducerIdentity writer, TopicPartition target, String value, Consumer<ErrorCode> answer) {
            FakePartition partition = world.partitions.at(target);
            int guard = partition.guard(writer);
            Consumer<ErrorCode> append = error -> {
                boolean isRefused = error == ErrorCode.NONE && !partition.write(writer, value, guard);
                answer.accept(isRefused ? ErrorCode.INVALID_TXN_STATE : error);
            };
            TouchPartitions request = new TouchPartitions(transactionalId, writer, Set.of(target), version);
            world.decide(state -> state.addPartitions(request), append, append);
        }

        private void onWritten(
                ErrorCode error,
                AttemptedTransaction attempt,
                Queue<TopicPartition> targets,
                String value,
                TopicPartition target) {
            if (isOver()) {
                return;
            }
            if (error == ErrorCode.NONE) {
                attempt.onWritten(value, target);
                writeNext(attempt, targets);
            } else if (error.isRetriable()) {
                ProducerIdentity writer = identity;
                later(() -> network.send(
                        false,
                        (Consumer<ErrorCode> answer) -> write(writer, target, value, answer),
                        again -> onWritten(again, attempt, targets, value, target)));
            } else {
                start();
            }
        }

        private void end(AttemptedTransaction attempt, boolean commit) {
            EndTransaction request = new EndTransaction(transactionalId, identity, commit, version, -1);
            network.send(
                    version.bumpsEpoch(), (Consumer<ProducerAnswer> answer) -> world.end(request, answer), answer -> {
                        if (answer.error() == ErrorCode.NONE) {
                            attempt.onEnded(commit);
                            if (!isOver()) {
                                identity = answer.producer();
                                begin();
                            }
                        } else if (!isOver() && answer.error().isRetriable()) {
                            later(() -> end(attempt, commit));
                        } else if (!isOver()) {
                            start();
                        }
                    });
        }
    }
}
