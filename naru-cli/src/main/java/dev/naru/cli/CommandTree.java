package dev.naru.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * All commands by name. Only those on the way to the one that was named are made, which is a good part of a quick start;
 * all of a level, if the word there names none of them, so that help and complaints are complete.
 *
 * @param name what is typed
 * @param type the class behind it
 * @param commands the commands below it
 */
record CommandTree(String name, Class<?> type, List<CommandTree> commands) {
    private static final List<CommandTree> ALL = List.of(
            new CommandTree(
                    "topic",
                    TopicCommand.class,
                    List.of(
                            new CommandTree("create", TopicCreateCommand.class, List.of()),
                            new CommandTree("list", TopicListCommand.class, List.of()),
                            new CommandTree("describe", TopicDescribeCommand.class, List.of()),
                            new CommandTree("alter", TopicAlterCommand.class, List.of()),
                            new CommandTree("delete", TopicDeleteCommand.class, List.of()))),
            new CommandTree("produce", ProduceCommand.class, List.of()),
            new CommandTree("consume", ConsumeCommand.class, List.of()),
            new CommandTree(
                    "group",
                    GroupCommand.class,
                    List.of(
                            new CommandTree("list", GroupListCommand.class, List.of()),
                            new CommandTree("describe", GroupDescribeCommand.class, List.of()),
                            new CommandTree("delete", GroupDeleteCommand.class, List.of()),
                            new CommandTree("reset-offsets", GroupResetOffsetsCommand.class, List.of()))),
            new CommandTree(
                    "transaction",
                    TransactionCommand.class,
                    List.of(
                            new CommandTree("list", TransactionListCommand.class, List.of()),
                            new CommandTree("describe", TransactionDescribeCommand.class, List.of()),
                            new CommandTree("find-hanging", TransactionFindHangingCommand.class, List.of()),
                            new CommandTree("abort", TransactionAbortCommand.class, List.of()),
                            new CommandTree("terminate", TransactionTerminateCommand.class, List.of()))),
            new CommandTree(
                    "config",
                    ConfigCommand.class,
                    List.of(
                            new CommandTree("describe", ConfigDescribeCommand.class, List.of()),
                            new CommandTree("set", ConfigSetCommand.class, List.of()),
                            new CommandTree("unset", ConfigUnsetCommand.class, List.of()))),
            new CommandTree(
                    "cluster",
                    ClusterCommand.class,
                    List.of(new CommandTree("info", ClusterInfoCommand.class, List.of()))));

    /** Adds what these words need below {@code root}. */
    static void addTo(CommandLine root, CommandLine.IFactory factory, List<String> words) {
        add(root, ALL, factory, words);
    }

    private static void add(
            CommandLine parent, List<CommandTree> level, CommandLine.IFactory factory, List<String> words) {
        String word = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        List<CommandTree> named =
                level.stream().filter(tree -> tree.name.equals(word)).toList();
        for (CommandTree tree : named.isEmpty() ? level : named) {
            CommandLine line = new CommandLine(tree.type, factory);
            // Below a command that was not named, nothing can be called.
            if (!named.isEmpty()) {
                add(line, tree.commands, factory, rest);
            }
            parent.addSubcommand(tree.name, line);
        }
    }
}
