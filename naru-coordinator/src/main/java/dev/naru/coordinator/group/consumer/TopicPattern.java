package dev.naru.coordinator.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.naru.protocol.ErrorCode;

/**
 * A regular expression over topic names, in the syntax of RE2: matching takes time linear in the name, whatever a client
 * comes up with. The whole name must match.
 *
 * <p>A counted repetition is compiled to as many copies, and counts within counts multiply: {@code ((a{1000}){1000}){1000}}
 * would be a program of a thousand million steps. So what it would become is estimated before it is compiled.
 *
 * <p>Threading: immutable.
 */
final class TopicPattern {
    private static final int LENGTH_MAX = 1_000;
    private static final int PROGRAM_SIZE_MAX = 50_000;
    private static final int SHOWN_LENGTH_MAX = 60;

    private final Pattern pattern;

    private TopicPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static TopicPattern compile(String regex) throws RefusedException {
        if (regex.length() > LENGTH_MAX) {
            throw invalid(regex, "longer than " + LENGTH_MAX + " characters");
        }
        if (regex.length() * RegexRepetition.of(regex) > PROGRAM_SIZE_MAX) {
            throw invalid(regex, "too many repetitions");
        }
        try {
            return new TopicPattern(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw invalid(regex, e.getDescription());
        }
    }

    boolean matches(String topicName) {
        return pattern.matches(topicName);
    }

    private static RefusedException invalid(String regex, String why) {
        String shown = regex.length() > SHOWN_LENGTH_MAX ? regex.substring(0, SHOWN_LENGTH_MAX) + "…" : regex;
        return new RefusedException(
                ErrorCode.INVALID_REGULAR_EXPRESSION,
                "SubscribedTopicRegex `" + shown + "` is not a valid regular expression: " + why + ".");
    }
}
