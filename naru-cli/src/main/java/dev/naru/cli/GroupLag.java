package dev.naru.cli;

import dev.naru.cli.OpenTransactions.Open;
import dev.naru.cli.PartitionLag.State;
import dev.naru.client.Client;
import dev.naru.client.CommittedOffset;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.GroupDescription;
import dev.naru.client.admin.TopicDescription;
import dev.naru.client.admin.TransactionDescription;
import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a group has come in each partition it has committed an offset for or some member has, and why not further.
 *
 * <p>Most of that shows at one look. Whether a member gets on does not: where there is something to read and somebody to read
 * it, the committed offsets are looked at again for a while, until all of them have moved.
 *
 * <p>Threading: confined to the main thread.
 */
final class GroupLag {
    private static final int AGES_TIMEOUT_MS = 5_000;
    private static final int LOOK_AGAIN_MS = 250;

    /** These have offsets of their own, so a group that has read all records may be some behind for good. */
    private static final String ONLY_MARKERS = "nothing to read but ends of transactions";

    private final Client client;
    private final Admin admin;
    private final GroupDescription group;
    private final Map<TopicPartition, Open> holders = new HashMap<>();

    GroupLag(Client client, Admin admin, GroupDescription group) {
        this.client = client;
        this.admin = admin;
        this.group = group;
    }

    /** @param observeMs how long to look whether members get on */
    List<PartitionLag> find(int observeMs) throws InterruptedException {
        Map<TopicPartition, CommittedOffset> committed = BrokerOption.await(admin.groupOffsets(group.groupId()));
        Set<TopicPartition> wanted = new TreeSet<>(committed.keySet());
        group.members().forEach(member -> {
            wanted.addAll(member.assigned());
            wanted.addAll(member.target());
        });
        Logs logs = Logs.of(admin, wanted);
        Map<TopicPartition, Long> unread = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (offset.offset() < logs.end(partition)) {
                unread.put(partition, Math.max(offset.offset(), logs.first(partition)));
            }
        });
        findHolders(committed, logs);
        UnreadAges ages = UnreadAges.find(client, unread, AGES_TIMEOUT_MS);
        long nowMs = System.currentTimeMillis();
        List<PartitionLag> lags = new ArrayList<>();
        for (TopicPartition partition : wanted) {
            long ageMs = Ages.since(ages.timestamps().getOrDefault(partition, -1L), nowMs);
            PartitionLag lag = look(partition, committed.get(partition), logs, ageMs);
            lags.add(ages.empty().contains(partition) ? lag.with(State.CAUGHT_UP, ONLY_MARKERS) : lag);
        }
        return observe(lags, observeMs);
    }

    /** The transactions that hold the last stable offset where the group has come to it. */
    private void findHolders(Map<TopicPartition, CommittedOffset> committed, Logs logs) {
        Set<TopicPartition> heldUp = new TreeSet<>();
        committed.forEach((partition, offset) -> {
            if (logs.isHeldUp(partition, offset.offset())) {
                heldUp.add(partition);
            }
        });
        OpenTransactions.in(admin, heldUp).forEach(open -> holders.putIfAbsent(open.partition(), open));
    }

    private PartitionLag look(TopicPartition partition, @Nullable CommittedOffset committed, Logs logs, long ageMs) {
        GroupDescription.Member owner = group.owner(partition);
        long offset = committed == null ? -1 : committed.offset();
        long end = logs.end(partition);
        PartitionLag lag = new PartitionLag(
                partition, offset, end, ageMs, owner == null ? null : owner.memberId(), State.UNREAD, "");
        State state = state(lag, logs);
        return switch (state) {
            case OPEN_TRANSACTION -> lag.with(state, heldUp(partition));
            case NO_OWNER ->
                lag.with(state, state.words() + (logs.isHeldUp(partition, offset) ? "; " + heldUp(partition) : ""));
            case OFFSET_GONE -> lag.with(state, state.words() + ": the log begins at " + logs.first(partition));
            default -> lag.with(state, state.words());
        };
    }

    private static State state(PartitionLag lag, Logs logs) {
        TopicPartition partition = lag.partition();
        if (lag.end() < 0) {
            return State.PARTITION_GONE;
        } else if (lag.committed() < 0) {
            return lag.owner() == null ? State.NO_OWNER : State.NOTHING_COMMITTED;
        } else if (lag.committed() > lag.end()) {
            return State.PAST_THE_END;
        } else if (lag.committed() < logs.first(partition)) {
            return State.OFFSET_GONE;
        } else if (lag.committed() == lag.end()) {
            return State.CAUGHT_UP;
        } else if (lag.owner() == null) {
            return State.NO_OWNER;
        } else if (logs.isHeldUp(partition, lag.committed())) {
            return State.OPEN_TRANSACTION;
        }
        return State.UNREAD;
    }

    /** Names the transaction that holds the last stable offset. */
    private String heldUp(TopicPartition partition) {
        Open first = holders.get(partition);
        if (first == null) {
            return State.OPEN_TRANSACTION.words() + ", which has just ended";
        }
        String producer = "producer " + first.producer().producerId();
        TransactionDescription owner = first.owner();
        if (owner == null) {
            return "held up by a hanging transaction of " + producer + "; to abort it: "
                    + OpenTransactionReport.commands(List.of(first)).get(0);
        }
        String since = owner.startTimeMs() < 0
                ? ""
                : ", open for " + Ages.text(Ages.since(owner.startTimeMs(), System.currentTimeMillis()));
        return State.OPEN_TRANSACTION.words() + " of '" + owner.transactionalId() + "' (" + producer + ")" + since;
    }

    private List<PartitionLag> observe(List<PartitionLag> lags, int observeMs) throws InterruptedException {
        Map<TopicPartition, Long> then = new HashMap<>();
        for (PartitionLag lag : lags) {
            if (lag.state() == State.UNREAD || lag.state() == State.NOTHING_COMMITTED) {
                then.put(lag.partition(), lag.committed());
            }
        }
        if (then.isEmpty() || observeMs == 0) {
            return lags;
        }
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(observeMs);
        Set<TopicPartition> moved = new TreeSet<>();
        while (moved.size() < then.size() && System.nanoTime() < deadlineNs) {
            Thread.sleep(LOOK_AGAIN_MS);
            BrokerOption.await(admin.groupOffsets(group.groupId())).forEach((partition, offset) -> {
                if (then.containsKey(partition) && offset.offset() != then.get(partition)) {
                    moved.add(partition);
                }
            });
        }
        return lags.stream().map(lag -> observed(lag, moved, observeMs)).toList();
    }

    private static PartitionLag observed(PartitionLag lag, Set<TopicPartition> moved, int observeMs) {
        if (moved.contains(lag.partition())) {
            return lag.with(State.ADVANCING, State.ADVANCING.words());
        }
        if (lag.state() == State.UNREAD || (lag.state() == State.NOTHING_COMMITTED && lag.end() > 0)) {
            return lag.with(
                    State.NOT_COMMITTING, State.NOT_COMMITTING.words() + " (for " + Ages.text(observeMs) + " now)");
        }
        return lag;
    }

    /** Where logs begin and end. */
    private record Logs(
            Map<TopicPartition, FoundOffset> first,
            Map<TopicPartition, FoundOffset> stable,
            Map<TopicPartition, FoundOffset> end) {
        static Logs of(Admin admin, Set<TopicPartition> wanted) {
            Map<String, Integer> counts = BrokerOption.await(admin.topics()).stream()
                    .collect(Collectors.toMap(
                            TopicDescription::name, topic -> topic.partitions().size()));
            Set<TopicPartition> there = wanted.stream()
                    .filter(partition -> partition.partition() < counts.getOrDefault(partition.topic(), 0))
                    .collect(Collectors.toSet());
            return new Logs(
                    find(there, OffsetSpec.earliest(), admin::offsets),
                    find(there, OffsetSpec.latest(), admin::stableOffsets),
                    find(there, OffsetSpec.latest(), admin::offsets));
        }

        private static Map<TopicPartition, FoundOffset> find(
                Set<TopicPartition> partitions,
                OffsetSpec place,
                Function<Map<TopicPartition, OffsetSpec>, CompletableFuture<Map<TopicPartition, FoundOffset>>> call) {
            return partitions.isEmpty()
                    ? Map.of()
                    : BrokerOption.await(
                            call.apply(partitions.stream().collect(Collectors.toMap(each -> each, each -> place))));
        }

        /** Whether a reader of committed records that has come so far waits for a transaction. */
        boolean isHeldUp(TopicPartition partition, long offset) {
            return offset >= offset(stable, partition) && offset < end(partition);
        }

        long first(TopicPartition partition) {
            return offset(first, partition);
        }

        long end(TopicPartition partition) {
            return offset(end, partition);
        }

        private static long offset(Map<TopicPartition, FoundOffset> offsets, TopicPartition partition) {
            FoundOffset found = offsets.get(partition);
            return found == null ? -1 : found.offset();
        }
    }
}
