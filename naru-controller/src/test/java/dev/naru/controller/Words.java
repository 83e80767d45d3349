package dev.naru.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A line of a transcript: a command, arguments, and options of the form {@code name=value} without a colon before. */
final class Words {
    private final String command;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();

    Words(String line) {
        String[] words = line.split(" +");
        command = words[0];
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            boolean isOption = equals > 0 && word.indexOf(':') < 0 && word.indexOf(';') < 0;
            if (isOption) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (word.equals("validate")) {
                options.put(word, "true");
            } else {
                arguments.add(word);
            }
        }
    }

    String command() {
        return command;
    }

    List<String> arguments() {
        return arguments;
    }

    String argument(int index) {
        return arguments.get(index);
    }

    int number(int index) {
        return Integer.parseInt(arguments.get(index));
    }

    Map<String, String> options() {
        return options;
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    long longOption(String name, long otherwise) {
        String text = options.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    /** {@code 1,2/2,1}; a dash is an empty list. */
    @Nullable
    List<List<Integer>> assignments(String name) {
        String text = options.get(name);
        if (text == null) {
            return null;
        }
        return Arrays.stream(text.split("/"))
                .map(list -> list.equals("-")
                        ? List.<Integer>of()
                        : Arrays.stream(list.split(",")).map(Integer::valueOf).toList())
                .toList();
    }
}
