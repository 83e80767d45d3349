package dev.naru.client.admin;

import dev.naru.client.BrokerException;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the answers to admin requests have in common: an error code and a message in each part. */
final class Answers {
    private Answers() {}

    /**
     * Fails unless the code is {@code NONE}. A topic that does not exist is a final failure here: whoever names a topic
     * wants to hear that at once, not after a minute of tries.
     */
    static void check(short code, String subject, @Nullable String detail) {
        ErrorCode error = ErrorCode.of(code);
        if (error != ErrorCode.NONE) {
            BrokerException failure = new BrokerException(error, subject, detail);
            throw error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION ? failure.asFinal() : failure;
        }
    }

    /** The only part there should be, since one thing was asked about. */
    static <T> T only(List<T> parts, String subject) {
        if (parts.size() != 1) {
            throw new BrokerException(
                    ErrorCode.UNKNOWN_SERVER_ERROR,
                    subject,
                    "the answer has " + parts.size() + " parts instead of one");
        }
        return parts.get(0);
    }
}
