package dev.naru.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.naru.cli.OpenTransactions.Open;
import dev.naru.client.Client;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.TransactionDescription;
import dev.naru.common.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Open transactions with what an operator asks of them: where readers are held, how much waits, since when, and by whom.
 *
 * <p>Threading: confined to the main thread.
 */
final class OpenTransactionReport {
    private static final int AGES_TIMEOUT_MS = 5_000;

    private final List<Open> transactions;
    private final HeldPartitions held;
    private final Map<Open, Long> startsMs = new HashMap<>();
    private final long nowMs = System.currentTimeMillis();

    private OpenTransactionReport(List<Open> transactions, HeldPartitions held) {
        this.transactions = transactions;
        this.held = held;
    }

    static OpenTransactionReport find(Client client, Admin admin, List<TopicChoice> topics) {
        HeldPartitions held = HeldPartitions.find(admin, topics);
        List<Open> open = OpenTransactions.in(admin, held.ends().keySet());
        OpenTransactionReport report = new OpenTransactionReport(open, held);
        report.findStarts(client);
        return report;
    }

    /** Coordinators remember when a transaction began; of a hanging one the log has to tell, where it is the first. */
    private void findStarts(Client client) {
        Map<TopicPartition, Long> unknown = new HashMap<>();
        for (Open open : transactions) {
            TransactionDescription owner = open.owner();
            startsMs.put(open, owner == null ? open.producer().lastTimestampMs() : owner.startTimeMs());
            if (owner == null) {
                unknown.putIfAbsent(open.partition(), open.startOffset());
            }
        }
        Map<TopicPartition, Long> written =
                UnreadAges.find(client, unknown, AGES_TIMEOUT_MS).timestamps();
        startsMs.replaceAll(
                (open, startMs) -> open.isHanging() && open.startOffset() == unknown.getOrDefault(open.partition(), -1L)
                        ? written.getOrDefault(open.partition(), startMs)
                        : startMs);
    }

    List<Open> hanging() {
        return transactions.stream().filter(Open::isHanging).toList();
    }

    List<Open> goingOn() {
        return transactions.stream().filter(open -> !open.isHanging()).toList();
    }

    List<Open> all() {
        return transactions;
    }

    /** How long a transaction has been open, in milliseconds; -1 if nobody knows. */
    long openMs(Open open) {
        return Ages.since(startsMs.getOrDefault(open, -1L), nowMs);
    }

    /** Leaders keep no time of offsets that a transaction commits. */
    private String lastWrite(Open open) {
        long writtenMs = open.producer().lastTimestampMs();
        return writtenMs < 0 ? "-" : Ages.text(Ages.since(writtenMs, nowMs)) + " ago";
    }

    private long waiting(Open open) {
        return held.ends().getOrDefault(open.partition(), open.startOffset()) - open.startOffset();
    }

    /** @param aborted whether those that hang were aborted */
    List<String> lines(List<Open> shown, boolean json, boolean aborted) throws IOException {
        Listing listing = new Listing(
                json,
                "TOPIC",
                "PARTITION",
                "HELD AT",
                "WAITING",
                "OPEN FOR",
                "LAST WRITE",
                "PRODUCER",
                "TRANSACTIONAL ID",
                "STATUS");
        for (Open open : shown) {
            TransactionDescription owner = open.owner();
            String hanging = aborted ? "aborted" : "hangs";
            listing.add(
                    fields -> write(fields, open, aborted),
                    open.partition().topic(),
                    open.partition().partition(),
                    open.startOffset(),
                    waiting(open),
                    Ages.text(openMs(open)),
                    lastWrite(open),
                    open.producer().producerId(),
                    owner == null ? "-" : owner.transactionalId(),
                    owner == null ? hanging : "going on");
        }
        return listing.lines();
    }

    private void write(JsonGenerator fields, Open open, boolean aborted) throws IOException {
        TransactionDescription owner = open.owner();
        fields.writeStringField("topic", open.partition().topic());
        fields.writeNumberField("partition", open.partition().partition());
        fields.writeNumberField("startOffset", open.startOffset());
        fields.writeNumberField("waiting", waiting(open));
        Json.writeNumberOrNull(fields, "openMs", openMs(open));
        Json.writeNumberOrNull(fields, "lastTimestampMs", open.producer().lastTimestampMs());
        fields.writeNumberField("producerId", open.producer().producerId());
        fields.writeStringField("transactionalId", owner == null ? null : owner.transactionalId());
        fields.writeBooleanField("hanging", open.isHanging());
        fields.writeBooleanField("aborted", open.isHanging() && aborted);
    }

    /** The commands that end these hanging transactions, one for each topic. */
    static List<String> commands(List<Open> hanging) {
        Map<String, TreeSet<Integer>> partitions = new TreeMap<>();
        hanging.forEach(open -> partitions
                .computeIfAbsent(open.partition().topic(), topic -> new TreeSet<>())
                .add(open.partition().partition()));
        List<String> commands = new ArrayList<>();
        partitions.forEach((topic, numbers) -> commands.add("naru transaction abort " + topic + ":"
                + String.join(",", numbers.stream().map(String::valueOf).toList()) + " --execute"));
        return commands;
    }
}
