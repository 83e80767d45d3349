package dev.naru.coordinator.group.shard;

import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands of a transcript against one shard of groups. Clients have names; the member id a client was given last is
 * what it uses next. Long ids are shortened to {@code name#n}, in the order in which they appear.
 */
final class GroupPlayer {
    private static final Pattern MEMBER_ID =
            Pattern.compile("[a-z0-9]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final GroupWorld world = new GroupWorld(1);
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> shortIds = new HashMap<>();
    private final MemberPlayer members = new MemberPlayer(world, this::say);
    private final OffsetPlayer offsets = new OffsetPlayer(world, members, this::say);
    private List<String> persistent = List.of();

    GroupPlayer() {
        world.run();
    }

    /** The words of a command: those without {@code =}, and the others as options. */
    record Command(List<String> words, Map<String, String> options) {
        static Command of(String line) {
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
            return new Command(words, options);
        }

        String word(int index) {
            return words.get(index);
        }

        List<String> from(int index) {
            return words.subList(index, words.size());
        }

        String option(String name, String otherwise) {
            return options.getOrDefault(name, otherwise);
        }

        int number(String name, int otherwise) {
            return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
        }
    }

    /** Runs one command. */
    String play(String line) {
        text.setLength(0);
        run(Command.of(line));
        world.run();
        sayChanges(readable(world.dump()).lines().toList());
        return text.toString();
    }

    private void sayChanges(List<String> lines) {
        persistent.stream().filter(line -> !lines.contains(line)).forEach(line -> say("- " + line));
        lines.stream().filter(line -> !persistent.contains(line)).forEach(line -> say("+ " + line));
        persistent = lines;
    }

    private void run(Command command) {
        switch (command.word(0)) {
            case "join" -> members.join(command);
            case "sync" -> members.sync(command);
            case "heartbeat" -> members.heartbeat(command);
            case "leave" -> members.leave(command);
            case "commit" -> offsets.commit(command);
            case "txn-commit" -> offsets.commitInTransaction(command);
            case "end" ->
                world.endTransaction(producer(command.word(1)), command.word(2).equals("commit"), this::sayError);
            case "fetch" -> offsets.fetch(command);
            case "delete-offsets" -> offsets.delete(command);
            case "describe" -> members.describe(command);
            case "list" -> members.list(command);
            case "delete" -> members.delete(command);
            case "topic" -> world.createTopic(command.word(1), command.number("partitions", 3));
            case "delete-topic" -> world.deleteTopic(command.word(1));
            case "wait" -> world.run(Long.parseLong(command.word(1)));
            case "takeover" -> world.fail();
            case "takeover-and-lose" -> world.failAndLoseUncommitted();
            case "hold-log" -> world.log.holdBack();
            case "commit-log" -> world.log.commit();
            case "refuse-appends" -> world.log.refuseAppends(ErrorCode.valueOf(command.word(1)));
            case "refuse" -> world.log.refuse(ErrorCode.valueOf(command.word(1)));
            default -> throw new IllegalArgumentException("unknown command " + command);
        }
    }

    static ProducerIdentity producer(String word) {
        List<String> parts = Arrays.asList(word.split(":"));
        return new ProducerIdentity(Long.parseLong(parts.get(0)), Short.parseShort(parts.get(1)));
    }

    private void sayError(ErrorCode error) {
        say(error.toString());
    }

    private void say(String line) {
        Matcher matcher = MEMBER_ID.matcher(line);
        StringBuilder shortened = new StringBuilder();
        while (matcher.find()) {
            String id = matcher.group();
            String name = id.substring(0, id.indexOf('-'));
            String shortId = shortIds.computeIfAbsent(
                    id,
                    unseen -> name + "#"
                            + (1
                                    + shortIds.values().stream()
                                            .filter(one -> one.startsWith(name + "#"))
                                            .count()));
            matcher.appendReplacement(shortened, Matcher.quoteReplacement(shortId));
        }
        text.append("  ").append(matcher.appendTail(shortened)).append('\n');
    }

    /** Times say nothing to a reader, and would change with every command that is added. */
    private static String readable(String dump) {
        return dump.replaceAll(" since=\\d+", "")
                .replaceAll("recordOffset=\\d+, ", "")
                .replaceAll(", commitTimestampMs=\\d+", "")
                .replaceAll(", expireTimestampMs=-1", "")
                .replaceAll("expireTimestampMs=\\d+", "own expiry")
                .replaceAll(", topicId=[^\\]]*", "")
                .replaceAll("OffsetKey\\[groupId=(\\w*), topic=(\\w+), partition=(\\d+)]", "$1 $2-$3")
                .replaceAll(
                        "CommittedOffset\\[offset=(\\d+), leaderEpoch=-1, metadata=(\\w*)(, own expiry)?]", "$1 $2$3")
                .replace(" , ", " ")
                .replaceAll(" (subscription|assignment)=-?\\d+", "")
                .replaceAll(" +\n", "\n");
    }

    void checkReplay() {
        world.checkReplay();
    }
}
