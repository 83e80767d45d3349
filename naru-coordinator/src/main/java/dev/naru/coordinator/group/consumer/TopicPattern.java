package dev.naru.coordinator.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.naru.protocol.ErrorCode;

/**
 * A regular expression over topic names, in the syntax of RE2: matching takes time linear in the name, whatever a client
 * comes up with. The whole name must match.
 *
 * <p>Threading: immutable.
 */
final class TopicPattern {
    /** A counted repetition is compiled to as many copies, so a short text can be a large program. */
    private static final int LENGTH_MAX = 1_000;

    private static final int PROGRAM_SIZE_MAX = 20_000;

    private final Pattern pattern;

    private TopicPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static TopicPattern compile(String regex) throws RefusedException {
        if (regex.length() > LENGTH_MAX) {
            throw invalid(regex.substring(0, 40) + "…", "longer than " + LENGTH_MAX + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            if (pattern.programSize() > PROGRAM_SIZE_MAX) {
                throw invalid(regex, "too many repetitions");
            }
            return new TopicPattern(pattern);
        } catch (PatternSyntaxException e) {
            throw invalid(regex, e.getDescription());
        }
    }

    boolean matches(String topicName) {
        return pattern.matches(topicName);
    }

    private static RefusedException invalid(String regex, String why) {
        return new RefusedException(
                ErrorCode.INVALID_REGULAR_EXPRESSION,
                "SubscribedTopicRegex `" + regex + "` is not a valid regular expression: " + why + ".");
    }
}
