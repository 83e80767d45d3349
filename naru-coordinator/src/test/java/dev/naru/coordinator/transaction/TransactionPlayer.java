package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs the commands of a transcript against one shard, and prints answers, markers and what the shard holds when it changed. */
final class TransactionPlayer {
    private final TransactionWorld world = new TransactionWorld(1);
    private final StringBuilder text = new StringBuilder();
    private String lastDump = "";

    TransactionPlayer() {
        world.run();
    }

    /** Runs one command. */
    String play(String line) {
        text.setLength(0);
        List<String> words = new ArrayList<>();
        Map<String, String> options = new TreeMap<>();
        for (String word : line.split(" +")) {
            int at = word.indexOf('=');
            if (at < 0) {
                words.add(word);
            } else {
                options.put(word.substring(0, at), word.substring(at + 1));
            }
        }
        run(words, options);
        world.run();
        world.partitions.takeTrace().forEach(this::say);
        String dump = readable(world.dump());
        if (!dump.equals(lastDump)) {
            say(dump.isEmpty() ? "= nothing" : "= " + dump.strip().replace("\n", "\n  = "));
            lastDump = dump;
        }
        return text.toString();
    }

    private void run(List<String> words, Map<String, String> options) {
        switch (words.get(0)) {
            case "init" -> init(words.get(1), options);
            case "add" -> world.decide(state -> state.addPartitions(touch(words, options)), this::say, this::say);
            case "await" ->
                world.decide(
                        state -> state.awaitEnd(words.get(1), () -> say(words.get(1) + " has ended")),
                        isEnding -> say(isEnding ? "waits" : "nothing is ending"),
                        this::say);
            case "verify" -> world.decide(state -> state.verifyPartitions(touch(words, options)), this::say, this::say);
            case "end" -> end(words, options);
            case "describe" ->
                world.decide(
                        state -> state.describe(words.get(1)),
                        found -> say(found.map(one -> one.state().displayName() + " " + one.partitions())
                                .orElse("not found")),
                        this::say);
            case "list" -> list(options);
            case "exhaust" -> exhaust(words.get(1));
            case "hold-markers" -> world.partitions.hold();
            case "release-markers" -> world.partitions.release();
            case "answer" -> world.partitions.answer(partition(words.get(1)), MarkerOutcome.valueOf(words.get(2)));
            case "hold-commits" -> world.log.holdBack();
            case "commit" -> world.log.commit();
            case "wait" -> world.simulation.runFor(Long.parseLong(words.get(1)));
            case "takeover" -> world.fail();
            case "refuse-appends" -> world.log.refuseAppends(ErrorCode.valueOf(words.get(1)));
            default -> throw new IllegalArgumentException("unknown command " + words);
        }
    }

    private void init(String id, Map<String, String> options) {
        int timeoutMs = Integer.parseInt(options.getOrDefault("timeout", "60000"));
        ProducerIdentity expected = options.containsKey("as") ? identity(options.get("as")) : ProducerIdentity.NONE;
        world.init(new InitProducer(id, timeoutMs, expected, -1), this::say);
    }

    private void end(List<String> words, Map<String, String> options) {
        world.end(
                new EndTransaction(
                        words.get(1), identity(words.get(2)), words.get(3).equals("commit"), version(options), -1),
                this::say);
    }

    /** Initialises until only one epoch is left. */
    private void exhaust(String id) {
        ProducerIdentity[] last = {ProducerIdentity.NONE};
        while (last[0].epoch() < Short.MAX_VALUE - 1) {
            ProducerIdentity before = last[0];
            world.init(new InitProducer(id, 60_000, ProducerIdentity.NONE, -1), answer -> last[0] = answer.producer());
            while (last[0] == before) {
                world.run();
            }
        }
    }

    private void list(Map<String, String> options) {
        Set<TransactionState> states =
                options.containsKey("state") ? Set.of(TransactionState.valueOf(options.get("state"))) : null;
        Set<Long> ids = options.containsKey("producer") ? Set.of(Long.parseLong(options.get("producer"))) : Set.of();
        TransactionFilter filter = new TransactionFilter(
                states,
                ids,
                Long.parseLong(options.getOrDefault("open-for", "-1")),
                TransactionFilter.pattern(options.get("id")));
        world.decide(
                state -> state.list(filter),
                found -> say(found.stream()
                        .map(one -> one.transactionalId() + " " + one.state().displayName())
                        .toList()),
                this::say);
    }

    private static TouchPartitions touch(List<String> words, Map<String, String> options) {
        Set<TopicPartition> partitions = new TreeSet<>();
        words.subList(3, words.size()).forEach(word -> partitions.add(partition(word)));
        return new TouchPartitions(words.get(1), identity(words.get(2)), partitions, version(options));
    }

    private static TransactionVersion version(Map<String, String> options) {
        return TransactionVersion.of(Integer.parseInt(options.getOrDefault("v", "2")));
    }

    private static TopicPartition partition(String word) {
        return new TopicPartition(word.split("-")[0], Integer.parseInt(word.split("-")[1]));
    }

    private static ProducerIdentity identity(String word) {
        List<String> parts = Arrays.asList(word.split(":"));
        return new ProducerIdentity(Long.parseLong(parts.get(0)), Short.parseShort(parts.get(1)));
    }

    private void say(ProducerAnswer answer) {
        say(answer.error() == ErrorCode.NONE ? "you are " + FakePartitions.text(answer.producer()) : answer.error());
    }

    private void say(SortedMap<TopicPartition, ErrorCode> verdicts) {
        say((Object) verdicts);
    }

    private void say(Object what) {
        text.append("  ").append(what).append('\n');
    }

    /** Times relative to the beginning are the same in every run, but nobody wants to read them. */
    private static String readable(String dump) {
        return dump.replaceAll("times=Times\\[[^]]*], ", "")
                .replaceAll("ProducerIdentity\\[id=(-?\\d+), epoch=(-?\\d+)]", "$1:$2")
                .replaceAll(
                        "Producer\\[current=([^,]*), previousId=(-?\\d+), nextId=(-?\\d+)]", "$1 after $2 before $3")
                .replace(" after -1", "")
                .replace(" before -1", "")
                .replaceAll("Transaction\\[state=(\\w+), producer=", "$1 ")
                .replaceAll(", timeoutMs=\\d+, partitions=", " ")
                .replaceAll(", version=(V\\d)]", " $1");
    }

    void checkReplay() {
        world.checkReplay();
    }
}
