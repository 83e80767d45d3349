package dev.naru.cli;

import dev.naru.common.TopicPartition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a group has come in a partition, and why not further.
 *
 * @param partition which
 * @param committed offset of the next record to read, -1 if none is committed
 * @param end offset the next record will get, -1 if the partition is gone
 * @param ageMs how long ago the first unread record was written, in milliseconds; -1 if there is none, or it cannot be read
 * @param owner id of the member that has it, null if nobody has
 * @param state what is going on, for programs
 * @param why the same in words
 */
record PartitionLag(
        TopicPartition partition,
        long committed,
        long end,
        long ageMs,
        @Nullable String owner,
        State state,
        String why) {
    /** What is going on in a partition. */
    enum State {
        /** Everything there is was read. */
        CAUGHT_UP("nothing to read"),
        /** There are records to read, and the committed offset moved while the command looked. */
        ADVANCING("advancing"),
        /** There are records to read, and a member to read them; the command did not look for longer. */
        UNREAD("being read"),
        /** There are records to read, and the member that has the partition committed none of them while the command looked. */
        NOT_COMMITTING("the member commits nothing"),
        /** There are records to read, and no member has the partition. */
        NO_OWNER("no member has it"),
        /** What comes next belongs to a transaction that is open. */
        OPEN_TRANSACTION("held up by an open transaction"),
        /** Nothing was committed yet. */
        NOTHING_COMMITTED("nothing committed yet"),
        /** The record at the committed offset was deleted. */
        OFFSET_GONE("the next record was deleted"),
        /** The log ends before the committed offset. */
        PAST_THE_END("the log ends before the committed offset"),
        /** There is no such partition. */
        PARTITION_GONE("the topic is gone");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** As JSON says it. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Records that were not read, -1 if that is not known. */
    long lag() {
        return committed < 0 || end < 0 ? -1 : Math.max(0, end - committed);
    }

    PartitionLag with(State newState, String newWhy) {
        return new PartitionLag(partition, committed, end, ageMs, owner, newState, newWhy);
    }
}
